// Nodes themselves: who may start and connect, who knows whom, how a lost one is noticed, and what strangers get.
import { type ChildProcess, execFile } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { exit, group, Node, type Pid, rpc, send, TinctureError } from "tincture";
import { beforeAll, describe, expect, test } from "vitest";
import { settingsOf } from "../../dist/runtime/node/option.js";
import { root } from "../suite.js";
import { collector, cookie, eventually, killPeer, me, startPeer, useNode } from "./cluster.js";
import { Lab as LabOfPeer } from "./program/servers.mjs";

useNode({ heartbeat: 4000 });
const Lab = LabOfPeer as any;
const two = "two@127.0.0.1";
const options = { heartbeat: 4000 };
let peer: ChildProcess;
beforeAll(async () => {
  peer = await startPeer(two, options);
  expect(await Node.connect(two)).toBe(true);
});

/** Runs a program in a process of its own, to its end. */
const program = (code: string): Promise<{ output: string; status: number }> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--input-type=module", "-e", code],
      { cwd: root, timeout: 20_000 },
      (_error, stdout, stderr) => resolve({ output: stdout + stderr, status: child.exitCode ?? -1 }),
    );
  });

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no error",
    (error) => (error instanceof TinctureError ? error.code : error),
  );

describe("bad input is one clear error, and nothing is half-started", () => {
  test("started twice", async () => {
    expect(await codeOf(Node.start("again@127.0.0.1", { cookie }))).toBe("node_started");
    expect(Node.self()).toBe(me);
  });

  test("started twice at once: the second is told of the first", async () => {
    const { output } = await program(`import { Node } from "tincture";
      const first = Node.start("first@here", { cookie: "c" });
      await Node.start("second@here", { cookie: "c" }).catch((error) => console.log(error.message.split("\\n")[0]));
      await first;
      console.log(Node.self());
      await Node.stop();`);
    expect(output).toBe("this program is the node first@here already.\nfirst@here\n");
  });

  test("an option that is undefined is one that is left out", () => {
    const given = { cookie, heartbeat: undefined, transport: undefined, onTrouble: undefined } as object;
    expect({ ...settingsOf(given), onTrouble: 0 }).toEqual({ ...settingsOf({ cookie }), onTrouble: 0 });
    expect(settingsOf(given).heartbeat).toBe(60_000);
    expect(settingsOf(given).onTrouble).toBeTypeOf("function");
  });

  const programs: [string, string, string, string][] = [
    ["no name", '""', `{ cookie: "c" }`, "expected a node name"],
    ["a name without a host", '"one"', `{ cookie: "c" }`, "expected a node name"],
    ["a name with a space", '"o ne@here"', `{ cookie: "c" }`, "expected a node name"],
    ["no cookie", '"one@here"', "{}", "expected the cookie to be a text"],
    ["an empty cookie", '"one@here"', '{ cookie: "" }', "expected the cookie to be a text"],
    ["an option misspelt", '"one@here"', '{ cookie: "c", hartbeat: 1 }', "Node.start has no option hartbeat"],
    ["a wrong option", '"one@here"', '{ cookie: "c", heartbeat: "1" }', "expected the option heartbeat to be"],
    ["no such transport", '"one@here"', '{ cookie: "c", transport: "tcp" }', "expected the option transport to be"],
    ["a taken name", '"two@127.0.0.1"', '{ cookie: "c" }', 'the node name "two@127.0.0.1" is taken'],
    ["a name that is too long for a socket", `"${"x".repeat(99)}@here"`, '{ cookie: "c" }', "a socket's address"],
  ];
  test("each says what is wrong, and the program ends", async () => {
    const tries = programs.map(
      ([, name, options]) => `await Node.start(${name}, ${options}).then(() => "", (error) => error.message)`,
    );
    const { output, status } = await program(`import { Node } from "tincture";
      for (const message of [${tries}]) console.log(JSON.stringify(message), Node.self(), Node.list().length);`);
    const lines = output.trim().split("\n");
    expect(status).toBe(0);
    for (const [i, [title, , , text]] of programs.entries()) {
      expect(JSON.parse(String(/^"(?:[^"\\]|\\.)*"/.exec(lines[i] as string))), title).toContain(text);
      expect(lines[i], title).toMatch(/ nonode@nohost 0$/);
    }
  });

  test("a program that stopped its node ends, and can start one again", async () => {
    const code = `import { Node } from "tincture";
      for (const name of ["a@here", "b@here"]) {
        await Node.start(name, { cookie: ${JSON.stringify(cookie)}, heartbeat: 4000 });
        console.log(await Node.connect("${two}"), Node.self(), Node.list());
        await Node.stop();
      }
      await Node.stop();
      console.log(await Node.connect("${two}").catch((error) => error.code));`;
    const { output, status } = await program(code);
    expect(output).toBe(`true a@here [ '${two}' ]\ntrue b@here [ '${two}' ]\nnode_not_started\n`);
    expect(status).toBe(0);
  });

  test("connecting to nobody, to oneself, and with another cookie", async () => {
    expect(await Node.connect("nobody@127.0.0.1")).toBe(false);
    expect(await Node.connect(me)).toBe(true);
    expect(await codeOf(Node.connect("no name"))).toBe("bad_node_name");
    const other = await startPeer("other@127.0.0.1", { cookie: "another secret" });
    await expect(Node.connect("other@127.0.0.1")).rejects.toThrow("other@127.0.0.1 has another cookie");
    expect(Node.list()).not.toContain("other@127.0.0.1");
    await killPeer(other);
  });
});

describe("who knows whom", () => {
  test("nodes that are told of each other connect; hidden ones don't show", async () => {
    const news = collector(() => Node.monitorNodes());
    await startPeer("three@127.0.0.1", options);
    const hidden = await startPeer("hidden@127.0.0.1", { ...options, hidden: true });
    expect(await Node.connect("three@127.0.0.1")).toBe(true);
    await eventually(
      async () => [...((await rpc.call("three@127.0.0.1", "list")) as string[])].sort(),
      [me, two].sort(),
    );
    await eventually(
      async () => [...((await rpc.call(two, "list")) as string[])].sort(),
      [me, "three@127.0.0.1"].sort(),
    );
    expect(await Node.connect("hidden@127.0.0.1")).toBe(true);
    expect([Node.list("hidden"), Node.list().sort()]).toEqual([["hidden@127.0.0.1"], ["three@127.0.0.1", two].sort()]);
    expect(Node.list("connected")).toContain("hidden@127.0.0.1");
    expect(await rpc.call("hidden@127.0.0.1", "list")).toEqual([me]);
    expect(news.seen).toEqual([{ tag: "nodeup", node: "three@127.0.0.1" }]);
    expect(Node.disconnect("three@127.0.0.1")).toBe(true);
    expect(Node.disconnect("three@127.0.0.1")).toBe(false);
    await eventually(() => news.seen.at(-1), { tag: "nodedown", node: "three@127.0.0.1" });
    await killPeer(hidden);
  });

  test("nodes that connect to each other at the same time get one connection", async () => {
    for (const name of ["aa@127.0.0.1", "zz@127.0.0.1"]) {
      await startPeer(name, options);
      const news = collector(() => Node.monitorNodes());
      for (let round = 0; round < 10; round++) {
        await Node.connect(name);
        const asked = rpc.call(name, "add", [1, round]);
        Node.disconnect(name);
        await asked.catch(() => {});
        // The other side asks for a connection as soon as it hears that it is lost.
        const [there, here] = await Promise.all([rpc.call(two, "add", [1, 1]), Node.connect(name)]);
        expect([there, here, await rpc.call(name, "add", [1, round])]).toEqual([2, true, 1 + round]);
      }
      const tags = news.seen.flatMap(({ tag, node }) => (node === name ? [tag] : []));
      expect(tags.join()).toMatch(/^(nodeup,nodedown,){9,}nodeup/);
    }
  });
});

describe("a node that is stuck", () => {
  test("234: counts as lost after a heartbeat, and comes back", async () => {
    const { seen } = collector(() => Node.monitor(two));
    const waiting = rpc.call(two, "never").catch((error: unknown) => error);
    peer.kill("SIGSTOP");
    await eventually(() => seen, [{ tag: "nodedown", node: two }]);
    expect(await waiting).toMatchObject({ reason: "noconnection" });
    peer.kill("SIGCONT");
    expect(await Node.connect(two)).toBe(true);
    expect(await rpc.call(two, "add", [1, 2])).toBe(3);
  });

  test("what waits for it is bounded: the connection is closed", async () => {
    const slow = await startPeer("slow@127.0.0.1", { ...options, heartbeat: 60_000 });
    await Node.connect("slow@127.0.0.1");
    const there = await Lab.on("slow@127.0.0.1").echo(collector().pid);
    const { seen } = collector(() => Node.monitor("slow@127.0.0.1"));
    slow.kill("SIGSTOP");
    const big = "x".repeat(2 ** 20);
    let sent = 0;
    while (seen.length === 0 && sent < 200) {
      send(there, big);
      sent++;
      if (sent % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen).toEqual([{ tag: "nodedown", node: "slow@127.0.0.1" }]);
    expect(sent).toBeGreaterThan(60);
    slow.kill("SIGCONT");
    await killPeer(slow);
  });
});

describe("rpc", () => {
  test("calls what a node has allowed, and nothing else", async () => {
    expect(await rpc.call(two, "add", [1, 2])).toBe(3);
    const error = (await rpc.call(two, "fail").catch((error) => error)) as Error;
    expect(error).toBeInstanceOf(RangeError);
    expect([error.message, error.cause]).toEqual(["no", "because"]);
    for (const name of ["nothing", "constructor", "__proto__", "toString"])
      await expect(rpc.call(two, name)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(rpc.call(two, "never", [], 10)).rejects.toMatchObject({ reason: "timeout" });
    await expect(rpc.call(two, "add", [() => 1])).rejects.toMatchObject({ code: "not_sendable" });
    await expect(rpc.call("nobody@127.0.0.1", "add", [1, 2])).rejects.toMatchObject({
      reason: "noconnection",
      message: expect.stringContaining("add/2 of the node nobody@127.0.0.1 got no answer: its node is not connected"),
    });
    const add = rpc.allow("add", (a: number, b: number) => a + b);
    expect([await rpc.call(me, add, [1, 2]), await rpc.call(two, add, [1, 2])]).toEqual([3, 3]);
    rpc.cast(two, "fail");
    const outcomes = await rpc.multiCall([me, two, "nobody@127.0.0.1"], add, [1, 2]);
    expect(outcomes).toEqual([
      { node: me, value: 3 },
      { node: two, value: 3 },
      { node: "nobody@127.0.0.1", error: expect.objectContaining({ reason: "noconnection" }) },
    ]);
    expect([rpc.forbid("add"), rpc.forbid("add")]).toEqual([true, false]);
    await expect(rpc.call(me, "add", [1, 2])).rejects.toMatchObject({ code: "not_allowed" });
  });
});

describe("group", () => {
  test("every node knows all members; those that end, or whose node is lost, leave", async () => {
    const four = "four@127.0.0.1";
    const here = collector().pid;
    group.join("news", here);
    const child = await startPeer(four, options);
    expect(await Node.connect(four)).toBe(true);
    await eventually(() => rpc.call(four, "members", ["news"]), [here]);
    const there: Pid = await Lab.on(four).echo(here);
    const { pid, seen } = collector(() => group.monitor("news"));
    await expect(rpc.call(two, "join", ["news", there])).rejects.toMatchObject({ code: "not_local" });
    await rpc.call(four, "join", ["news", there]);
    await rpc.call(four, "join", ["news", there]);
    await eventually(() => group.members("news"), [here, there, there]);
    expect(group.localMembers("news")).toEqual([here]);
    expect(group.names()).toContain("news");
    group.join("news", pid);
    exit(pid, "kill");
    await eventually(() => rpc.call(four, "members", ["news"]), [there, there, here]);
    await killPeer(child);
    await eventually(() => group.members("news"), [here]);
    expect(seen.length).toBeGreaterThan(1);
    expect([group.leave("news", here), group.leave("news", here)]).toEqual([true, false]);
    expect(group.members("news")).toEqual([]);
  });
});

describe("strangers", () => {
  const folder = (): string => join(process.env.XDG_RUNTIME_DIR ?? "", "tincture");
  const own = (): string => join(folder(), `${encodeURIComponent(me)}.sock`);
  const knock = async (): Promise<Socket> => {
    const socket = connect(own());
    socket.on("error", () => {});
    await once(socket, "connect");
    return socket;
  };

  test("get nothing but a refusal, whatever they send", async () => {
    expect(readdirSync(folder())).toContain(`${encodeURIComponent(me)}.sock`);
    const seed = Number(process.env.NODE_SEED ?? 11);
    const numRuns = Number(process.env.NODE_RUNS ?? 150);
    const frame = fc.uint8Array({ maxLength: 300 }).map((bytes) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return Buffer.concat([length, bytes]);
    });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(frame, { maxLength: 4 }).map((all) => Buffer.concat(all)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (bytes) => {
        const socket = await knock();
        let got = 0;
        socket.on("data", (answer) => {
          got += answer.length;
        });
        const closed = once(socket, "close");
        socket.end(bytes);
        await closed;
        expect(got).toBeLessThan(16);
      }),
      { seed, numRuns },
    );
    expect(await rpc.call(two, "add", [1, 2])).toBe(3);
  });

  test("a frame that is announced as long ends it at once", async () => {
    const socket = await knock();
    const closed = once(socket, "close");
    socket.write(Buffer.from([0x7f, 0xff, 0xff, 0xff, 1]));
    await closed;
  });

  test("can't keep the door: silent ones are turned away, and others come in meanwhile", async () => {
    const silent = await Promise.all(Array.from({ length: 100 }, knock));
    await eventually(() => silent.filter(({ destroyed }) => destroyed).length >= 36, true);
    const { output } = await program(`import { Node } from "tincture";
      await Node.start("late@127.0.0.1", { cookie: ${JSON.stringify(cookie)} });
      console.log(await Node.connect("${me}"));
      await Node.stop();`);
    expect(output).toBe("true\n");
    for (const socket of silent) socket.destroy();
  });
});
