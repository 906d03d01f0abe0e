// Global names and locks between nodes, on every transport: items 102 to 107 of otp/behaviour.md.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build, clusters, heartbeat, type Member, nodeOne, nodeThree, nodeTwo, type TestCluster } from "./cluster.js";

beforeAll(build);

const bothOf = (one: Member, two: Member, command: string, args: unknown[]) =>
  Promise.all([one.ask(command, ...args), two.ask(command, ...args)]);

describe.for(Object.entries(clusters))("%s", ([, open]) => {
  let cluster: TestCluster;
  let one: Member;
  let two: Member;
  beforeAll(async () => {
    cluster = await open();
    one = await cluster.start(nodeOne);
    two = await cluster.start(nodeTwo, nodeOne);
  });
  afterAll(() => cluster?.close());
  const both = (command: string, ...args: unknown[]) => bothOf(one, two, command, args);

  test("102: a name is seen on every connected node once register has settled, and never has two owners", async () => {
    expect(await one.ask("register", "a")).toBe(true);
    expect(await both("where", "a")).toEqual([nodeOne, nodeOne]);
    expect(await two.ask("register", "a", "b")).toBe(false);
    for (let i = 0; i < 10; i++) {
      const [first, second] = await both("register", `race ${i}`);
      expect([first, second].filter(Boolean)).toHaveLength(1);
      expect(await both("where", `race ${i}`)).toEqual(Array(2).fill(first ? nodeOne : nodeTwo));
      expect(await both("isMine", `race ${i}`, `race ${i}`)).toEqual([first, second]);
    }
  });

  test("103: it goes away everywhere with its process, and by unregister from any node", async () => {
    await one.ask("register", "mortal");
    await one.ask("kill", "mortal");
    expect(await one.ask("where", "mortal")).toBe("nowhere");
    await expect.poll(() => two.ask("where", "mortal")).toBe("nowhere");
    expect(await two.ask("register", "mortal")).toBe(true);
    await one.ask("unregister", "mortal");
    expect(await both("where", "mortal")).toEqual(["nowhere", "nowhere"]);
    await one.ask("unregister", "mortal");
    expect(await two.ask("isAlive", "mortal")).toBe(true);
    expect(await two.ask("register", "mortal again", "mortal")).toBe(true);
  });

  test("104: a server whose global name is taken on another node: already_started with its pid", async () => {
    expect(await one.ask("startNamed", "server")).toBe(nodeOne);
    expect(await two.ask("startNamed", "server")).toEqual(["already_started", nodeOne]);
    const answers = await both("startNamed", "raced server");
    expect(answers.filter((answer) => typeof answer === "string")).toHaveLength(1);
  });

  test("a name may be given to a process of another node, and goes with that", async () => {
    await one.ask("register", "found", "found");
    expect(await two.ask("registerFound", "second name", "found")).toBe(false);
    await one.ask("unregister", "found");
    await one.ask("register", "found", "found");
    await one.ask("reRegister", "found", "other");
    expect([await two.ask("where", "found"), await one.ask("isMine", "found", "other")]).toEqual([nodeOne, true]);
    await two.ask("reRegister", "found", "of two");
    expect(await both("where", "found")).toEqual([nodeTwo, nodeTwo]);
    await one.ask("kill", "other");
    expect(await both("where", "found")).toEqual([nodeTwo, nodeTwo]);
  });

  test("107: a node that joins has all names", async () => {
    const three = await cluster.start(nodeThree, nodeTwo);
    expect(await three.ask("names")).toEqual(await one.ask("names"));
    expect(await three.ask("where", "a")).toBe(nodeOne);
    await three.ask("register", "of three");
    expect(await both("where", "of three")).toEqual([nodeThree, nodeThree]);
    await three.ask("leave");
    await expect.poll(() => both("where", "of three")).toEqual(["nowhere", "nowhere"]);
  });

  test("106: a requester may lock again and gives back as often; another one waits, or gets false out of retries", async () => {
    expect(await one.ask("lock", "printer", "ann", 0)).toBe(true);
    expect(await one.ask("lock", "printer", "ann", 0)).toBe(true);
    expect(await two.ask("lock", "printer", "bob", 0)).toBe(false);
    expect(await two.ask("lock", "printer", "ann", 0)).toBe(true);
    expect(await two.ask("unlock", "printer", "ann")).toBe(true);
    expect(await one.ask("unlock", "printer", "ann")).toBe(true);
    expect(await two.ask("busy", "printer")).toBe("lock_taken");
    const waiting = two.ask("lock", "printer", "bob", 50);
    expect(await one.ask("unlock", "printer", "ann")).toBe(true);
    expect(await waiting).toBe(true);
    expect(await one.ask("unlock", "printer", "ann")).toBe(false);
    expect(await two.ask("unlock", "printer", "bob")).toBe(true);
  });

  test("106: locks go with their process", async () => {
    expect(await one.ask("lockInProcess", "scanner", "holder")).toBe(true);
    expect(await two.ask("lock", "scanner", "bob", 0)).toBe(false);
    const waiting = two.ask("lock", "scanner", "bob", 50);
    await one.ask("kill", "holder");
    expect(await waiting).toBe(true);
    await two.ask("unlock", "scanner", "bob");
  });

  test("transactions of one resource are never two at once, and a failed one gives the lock back", async () => {
    expect(await one.ask("failing", "stock")).toBe("out of paper");
    const times: [number, number][] = (await both("work", "stock", 8)).flat();
    times.sort((a, b) => a[0] - b[0]);
    expect(times).toHaveLength(16);
    for (let i = 1; i < times.length; i++)
      expect(times[i]?.[0]).toBeGreaterThanOrEqual((times[i - 1] as [number, number])[1]);
  });
});

// What is waited for here is time: all transports at once.
test.concurrent.for(Object.entries(clusters))(
  "%s: 105: a node that is away for longer than its lease loses its names; when it is back, resolvers decide who keeps those that others took",
  async ([, open], { expect, onTestFinished }) => {
    const cluster = await open();
    onTestFinished(() => cluster.close());
    const one = await cluster.start(nodeOne);
    const two = await cluster.start(nodeTwo, nodeOne);
    const both = (command: string, ...args: unknown[]) => bothOf(one, two, command, args);
    const kinds = ["exit", "notify", "all"];
    for (const kind of kinds) await two.ask("register", `split ${kind}`, `split ${kind}`, kind);
    await two.ask("register", "kept");
    await two.ask("register", "taken", "taken", "fails");
    const away = two.ask("block", 2.5 * heartbeat);
    // By then the others have noticed, and the lease runs out.
    await expect.poll(() => one.ask("where", "taken"), { timeout: 2 * heartbeat }).toBe("nowhere");
    expect(await one.ask("register", "taken")).toBe(true);
    for (const kind of kinds) expect(await one.ask("register", `split ${kind}`)).toBe(true);
    await away;
    await expect.poll(() => two.ask("where", "kept"), { timeout: 2 * heartbeat }).toBe(nodeTwo);
    await expect.poll(() => one.ask("where", "kept"), { timeout: 2 * heartbeat }).toBe(nodeTwo);
    await expect.poll(() => two.ask("where", "taken"), { timeout: 2 * heartbeat }).toBe(nodeOne);
    expect(await two.ask("isMine", "taken", "taken")).toBe(false);
    const alive = (kind: string) => both("isAlive", `split ${kind}`);
    const told = (kind: string) => both("got", `split ${kind}`);
    const message = ["global_name_conflict"];
    await expect.poll(async () => (await alive("exit")).filter(Boolean).length, { timeout: 2 * heartbeat }).toBe(1);
    const kept = (await alive("exit"))[0] ? nodeOne : nodeTwo;
    await expect.poll(() => both("where", "split exit")).toEqual([kept, kept]);
    await expect.poll(async () => (await told("notify")).flat().length).toBe(1);
    const keptNotify = (await told("notify"))[0].length === 0 ? nodeOne : nodeTwo;
    await expect.poll(() => both("where", "split notify")).toEqual([keptNotify, keptNotify]);
    expect(await alive("notify")).toEqual([true, true]);
    await expect.poll(() => told("all")).toEqual(Array(2).fill([[...message, "split all"]]));
    await expect.poll(() => both("where", "split all")).toEqual(["nowhere", "nowhere"]);
    expect(await alive("all")).toEqual([true, true]);
  },
);
