// Timeouts of a server that gets no messages. A system message starts the time anew, as gen_server's loop hands it to sys and gets it back.
import { GenServer, type Pid, send, sleep, sys } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { kept, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

/** A server that asks for a timeout of 100 ms at the start and with the message "again", and logs what it gets. */
async function idleServer(log: unknown[]): Promise<Pid> {
  const module = {
    init: (): ["ok", number, number] => ["ok", 0, 100],
    handleInfo(message: unknown, state: number): ["noreply", number] | ["noreply", number, number] {
      log.push(message);
      return message === "again" ? ["noreply", state, 100] : ["noreply", state];
    },
  };
  return kept(await GenServer.start(module, undefined));
}

test("a look into the state starts the idle time anew, any other message ends it", async () => {
  const log: unknown[] = [];
  const pid = await idleServer(log);
  await time.advance(60);
  expect((await settled(sys.getState(pid))).value).toBe(0);
  await time.advance(99);
  expect(log).toEqual([]);
  await time.advance(1);
  expect(log).toEqual(["timeout"]);
  send(pid, "again");
  await time.advance(60);
  send(pid, "x");
  await time.advance(1000);
  expect(log).toEqual(["timeout", "again", "x"]);
  await settled(sys.getState(pid));
  await time.advance(1000);
  expect(log).toEqual(["timeout", "again", "x"]);
});

test("a suspended server is not idle; resuming starts the idle time anew", async () => {
  const log: unknown[] = [];
  const pid = await idleServer(log);
  await settled(sys.suspend(pid));
  await time.advance(1000);
  expect(log).toEqual([]);
  await settled(sys.resume(pid));
  await time.advance(99);
  expect(log).toEqual([]);
  await time.advance(1);
  expect(log).toEqual(["timeout"]);
});

test("idle of a block goes on after a look into its state", async () => {
  let idle = 0;
  const Server = rt.genserver("Server", {
    init: () => ({}),
    handlers: { quiet: rt.idle(100, () => void idle++) },
  });
  const pid = kept((await Server.start()) as Pid);
  await settled(sys.getState(pid));
  await time.advance(100);
  expect(idle).toBe(1);
  await settled(sys.getState(pid));
  await time.advance(250);
  expect(idle).toBe(3);
});

test("a call starts the idle time of a block anew, from a process as from ordinary code", async () => {
  const idle: number[] = [];
  const Server = rt.genserver("Server", {
    init: () => ({}),
    handlers: { touch: rt.call((() => "ok") as never), quiet: rt.idle(100, () => void idle.push(time.now())) },
  });
  const pid = kept((await Server.start()) as Pid);
  const client = Server.at(pid as never) as unknown as Record<"touch", () => Promise<string>>;
  const began = time.now();
  start(function* (): Waiting {
    if (rt.waitCall(undefined, sleep, 60) === rt.parked) yield;
    if (rt.waitCall(client, client.touch) === rt.parked) yield;
  });
  await time.advance(159);
  expect(idle).toEqual([]);
  await time.advance(1);
  expect(idle).toEqual([began + 160]);
  await time.advance(60);
  await settled(client.touch());
  await time.advance(99);
  expect(idle).toEqual([began + 160]);
});
