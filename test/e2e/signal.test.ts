// Real programs and real signals: what they started stops in order, then they end of the signal; a second one ends them at once.
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { start } from "./process.js";

/* Hand-written in the form that the plugin emits: a worker says when it ends, and takes `ms` for it. */
const prelude = `
  import { application, dynamicSupervisor, setLogger, sleep, supervisor, stop } from "tincture";
  import * as rt from "tincture/abi";
  const worker = (name, ms = 0, shutdown = 5000) => rt.genserver(name, {
    init: () => ({}),
    handlers: { ended: rt.terminate(function* (state, reason) {
      let tmp;
      if (ms > 0 && rt.waitCall(undefined, sleep, ms) === rt.parked) yield;
      console.log(name, reason);
    }) },
  }, { trapExit: true }).child().with({ shutdown });
  const tree = (...children) => supervisor({ strategy: "one_for_one" }, () => children);
`;

const running: ReturnType<typeof start>[] = [];
afterEach(() => {
  for (const { process } of running.splice(0)) process.kill("SIGKILL");
});

/** Starts a program and waits until it says "ready". `ended` gives how it ended and what it printed after that. */
async function program(text: string) {
  const child = start(process.execPath, ["--input-type=module", "-e", `${prelude}${text}`]);
  running.push(child);
  const closed = once(child.process, "close");
  while (!child.printed.stdout.includes("ready\n")) {
    if (child.process.exitCode !== null) throw new Error(child.printed.output);
    await Promise.race([once(child.process.stdout as never, "data"), closed]);
  }
  return {
    kill: (signal: NodeJS.Signals) => child.process.kill(signal),
    async says(text: string) {
      while (!child.printed.stdout.includes(text)) await once(child.process.stdout as never, "data");
    },
    async ended() {
      const [code, signal] = await closed;
      const lines = child.printed.stdout.split("\n").filter((line) => line !== "" && line !== "ready");
      return { how: signal ?? code, lines, errors: child.printed.stderr };
    },
  };
}

const open = `setInterval(() => {}, 1000); console.log("ready");`;

test.skipIf(process.platform === "win32").each(["SIGTERM", "SIGINT"] as const)(
  "%s stops children in reverse order, roots too, and the program ends of it",
  async (signal) => {
    const child = await program(`
      await tree(worker("a"), worker("b", 20)).start();
      await tree(worker("c", 10), tree(worker("d")).child().with({ id: "inner" })).start();
      await dynamicSupervisor().start();
      ${open}`);
    child.kill(signal);
    const lines = ["d", "c", "b", "a"].map((name) => `${name} shutdown`);
    expect(await child.ended()).toEqual({ how: signal, lines, errors: "" });
  },
);

test.skipIf(process.platform === "win32")("a child that takes longer than its shutdown time is killed", async () => {
  const child = await program(`await tree(worker("a"), worker("slow", 60_000, 50)).start(); ${open}`);
  child.kill("SIGTERM");
  expect(await child.ended()).toEqual({ how: "SIGTERM", lines: ["a shutdown"], errors: "" });
});

test.skipIf(process.platform === "win32")("a second signal ends the program at once", async () => {
  const child = await program(`await tree(worker("slow", 60_000, "infinity"), worker("quick")).start(); ${open}`);
  child.kill("SIGTERM");
  await child.says("quick shutdown");
  child.kill("SIGINT");
  expect(await child.ended()).toEqual({ how: "SIGINT", lines: ["quick shutdown"], errors: "" });
});

test.skipIf(process.platform === "win32")("SIGKILL is nobody's to handle", async () => {
  const child = await program(`await tree(worker("a")).start(); ${open}`);
  child.kill("SIGKILL");
  expect(await child.ended()).toEqual({ how: "SIGKILL", lines: [], errors: "" });
});

test("handlers are there while something runs that must be stopped, and a tree at rest lets the program end", async () => {
  const child = await program(`
    const counts = () => process.listenerCount("SIGTERM") + process.listenerCount("SIGINT");
    const seen = [counts()];
    const [one, two] = [await tree(worker("a")).start(), await tree(worker("b")).start()];
    seen.push(counts());
    await stop(one);
    seen.push(counts());
    await stop(two);
    seen.push(counts());
    await tree(worker("c")).start();
    console.log("ready");
    console.log(seen.join());`);
  expect(await child.ended()).toEqual({ how: 0, lines: ["a shutdown", "b shutdown", "0,2,2,0"], errors: "" });
});

test.skipIf(process.platform === "win32")(
  "where the program handles the signal too, it ends with 128 + its number",
  async () => {
    const child = await program(`
    process.on("SIGTERM", () => console.log("mine"));
    await tree(worker("a")).start();
    ${open}`);
    child.kill("SIGTERM");
    expect(await child.ended()).toEqual({ how: 143, lines: ["mine", "a shutdown"], errors: "" });
  },
);

test.skipIf(process.platform === "win32")("applications stop in reverse order, what they need after them", async () => {
  const child = await program(`
    const base = application({ name: "base", start: () => tree(worker("base")) });
    const top = application({ name: "top", needs: [base], start: () => tree(worker("top")) });
    await top.start();
    ${open}`);
  child.kill("SIGTERM");
  expect(await child.ended()).toEqual({ how: "SIGTERM", lines: ["top shutdown", "base shutdown"], errors: "" });
});
