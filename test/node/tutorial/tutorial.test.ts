// The program 3 of otp/tutorial.md on every transport, step by step, and the counter of the wanted programs as two processes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run, start } from "../../e2e/process.js";
import { build, built, clusters, type Member, nodeOne, nodeTwo, type TestCluster } from "./cluster.js";

beforeAll(build);

describe.for(Object.entries(clusters))("%s", ([, open]) => {
  let cluster: TestCluster;
  let one: Member;
  let two: Member;
  beforeAll(async () => {
    cluster = await open();
    one = await cluster.start(nodeOne);
  });
  afterAll(() => cluster?.close());

  test("started on node one; found on node two, which joins later", async () => {
    expect(await one.ask("start")).toBe(nodeOne);
    two = await cluster.start(nodeTwo, nodeOne);
    expect(await two.ask("whereCounter")).toBe(nodeOne);
  });

  test("inc on one; inc on two; inc by 5 on two; the value on both", async () => {
    expect([await one.ask("inc", 1), await two.ask("inc", 1), await two.ask("inc", 5)]).toEqual([1, 2, 7]);
    expect([await one.ask("value"), await two.ask("value")]).toEqual([7, 7]);
  });

  test("started on two: already_started, with the pid that lives on one", async () => {
    expect(await two.ask("startAgain")).toEqual(["already_started", nodeOne, true]);
  });

  test("50 incs from each node at once: each result once", async () => {
    const all = (await Promise.all([one.ask("fifty"), two.ask("fifty")])).flat();
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => 8 + i));
    expect(await two.ask("value")).toBe(107);
  });

  test("1000 casts and a call of one sender: the call is handled after them", async () => {
    expect(await two.ask("thousand")).toBe(1107);
  });

  test("stopped: nowhere on two, and a call there gets noproc", async () => {
    await one.ask("stop");
    await expect.poll(() => two.ask("whereCounter")).toBe("nowhere");
    expect(await two.ask("callAfterStop")).toEqual(["noproc", "value/0"]);
  });

  test("a process of two registers :guest; it is found on one when that is done", async () => {
    expect(await two.ask("guest")).toBe(true);
    expect(await one.ask("whereGuest")).toBe(nodeTwo);
    expect(await one.ask("guest")).toBe(false);
  });

  test("node two goes away: noconnection once, nodedown once, the name is nowhere and can be had again", async () => {
    expect(await one.ask("watchGuest")).toBe("watching");
    await two.kill();
    await expect.poll(() => one.ask("seen"), { timeout: 10_000 }).toHaveLength(2);
    expect(await one.ask("seen")).toEqual([
      ["DOWN", "noconnection"],
      ["nodedown", nodeTwo],
    ]);
    expect(await one.ask("whereGuest")).toBe("nowhere");
    expect(await one.ask("guest")).toBe(true);
    expect(await one.ask("whereGuest")).toBe(nodeOne);
  });

  test("a node that stops frees its names at once, also for one that comes new under the same node name", async () => {
    two = await cluster.start(nodeTwo, nodeOne);
    expect(await two.ask("whereGuest")).toBe(nodeOne);
    expect(await two.ask("start")).toBe(nodeTwo);
    await two.ask("leave");
    await expect.poll(() => one.ask("whereCounter")).toBe("nowhere");
    expect(await one.ask("start")).toBe(nodeOne);
  });
});

test("the counter of the wanted programs, as two processes: 1000", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tincture-counter-"));
  const counter = join(built, "wanted/counter.js");
  const env = { XDG_RUNTIME_DIR: folder };
  const holder = start(process.execPath, [counter, nodeOne], { env });
  try {
    await expect.poll(() => holder.printed.output, { timeout: 20_000 }).toBe(`${nodeOne} holds my_counter\n`);
    for (let round = 1; round <= 2; round++) {
      const { code, stdout, stderr } = await run(process.execPath, [counter, nodeTwo, nodeOne], { env });
      expect([code, stdout, stderr]).toEqual([0, `${1000 * round}\n`, ""]);
    }
  } finally {
    holder.process.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
