// A process that is told to exit while it is on the stack: nothing of it runs after that, whatever it would catch.
import { exit, GenServer, isAlive, link, monitor, type Pid, self, send, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { idler, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

/** A server that kills who it is told to. */
const Killer = {
  init: (): ["ok", null] => ["ok", null],
  handleCall(victim: Pid): ["reply", string, null] {
    exit(victim, "kill");
    return ["reply", "done", null];
  },
};

test("a process killed by the server it calls does not catch it", async () => {
  const killer = await GenServer.start(Killer, null);
  const seen: unknown[] = [];
  const victim = start(function* (): Waiting {
    let tmp: unknown;
    try {
      seen.push((tmp = rt.waitCall(GenServer, GenServer.call, killer, self())) === rt.parked ? yield : tmp);
    } catch {
      seen.push("caught");
    }
    seen.push("went on");
  });
  await time.settle();
  expect([seen, isAlive(victim)]).toEqual([[], false]);
});

test("a process whose startLink fails dies of it if it does not trap exits, and does not catch it", async () => {
  const seen: unknown[] = [];
  const bad = {
    init(): never {
      return exit("no config");
    },
  };
  start(function* (): Waiting {
    let tmp: unknown;
    const starter = rt.spawn(function* (): Waiting {
      let tmp: unknown;
      try {
        (tmp = rt.waitCall(GenServer, GenServer.startLink, bad, null)) === rt.parked ? yield : tmp;
      } catch {
        seen.push("caught");
      }
      seen.push("went on");
    });
    monitor(starter as Pid);
    seen.push(((tmp = rt.receive()) === rt.parked ? yield : tmp).reason);
  });
  await time.settle();
  expect(seen).toEqual(["no config"]);
});

test("a handler whose caller dies meanwhile goes on to its end", async () => {
  const log: unknown[] = [];
  const other = start(function* (): Waiting {
    let tmp: unknown;
    for (;;) log.push((tmp = rt.receive()) === rt.parked ? yield : tmp);
  });
  const server = await GenServer.start(
    {
      init: (): ["ok", null] => ["ok", null],
      handleCall(victim: Pid): ["reply", string, null] {
        exit(victim, "kill");
        send(other, isAlive(victim));
        return ["reply", "done", null];
      },
    },
    null,
  );
  start(function* (): Waiting {
    if (rt.waitCall(GenServer, GenServer.call, server, self()) === rt.parked) yield;
  });
  await time.settle();
  expect([log, isAlive(server)]).toEqual([[false], true]);
});

test("a server killed by its own handler does not run terminate, and its caller gets the reason", async () => {
  const log: string[] = [];
  const server = await GenServer.start(
    {
      init: (): ["ok", null] => ["ok", null],
      handleCall(): ["reply", string, null] {
        exit(self(), "kill");
        return ["reply", "done", null];
      },
      terminate: () => log.push("terminate"),
    },
    null,
  );
  const { error } = await settled(GenServer.call(server, "go"));
  expect([error.reason, isAlive(server), log]).toEqual(["killed", false, []]);
});

test("exit(pid) of a linked process throws nothing: the signal comes back over the link, and ends the caller where it waits", async () => {
  const seen: unknown[] = [];
  const child = idler();
  const parent = start(function* (): Waiting {
    link(child);
    try {
      exit(child, "boom");
      seen.push("sent");
    } catch {
      seen.push("caught");
    }
    if (rt.waitCall(undefined, sleep, 1) === rt.parked) yield;
    seen.push("went on");
  });
  await time.settle(10);
  expect([seen, isAlive(parent)]).toEqual([["sent"], false]);
});

/** Where a process waits, or would wait if there were not an answer at once. */
const waiting: { [what: string]: (dead: Pid) => unknown } = {
  receive: () => {
    send(self(), "a message that is there");
    return rt.receive();
  },
  "a call that fails at once": (dead) => rt.waitCall(GenServer, GenServer.call, dead, "hello"),
  "await of no promise": () => rt.wait(1),
};

test.for(Object.keys(waiting))("a process that was told to exit ends there, with no answer: %s", async (what) => {
  const seen: unknown[] = [];
  const child = idler();
  start(function* (): Waiting {
    link(child);
    exit(child, "boom");
    try {
      if (waiting[what]?.(child) === rt.parked) yield;
    } catch {
      seen.push("caught");
    }
    seen.push("went on");
  });
  await time.settle();
  expect(seen).toEqual([]);
});

test("a process ends of what it was told first, also when it caught that", async () => {
  const seen: unknown[] = [];
  start(function* (): Waiting {
    let tmp: unknown;
    monitor(
      rt.spawn(() => {
        try {
          exit(self(), "first");
        } catch {}
      }) as Pid,
    );
    seen.push(((tmp = rt.receive()) === rt.parked ? yield : tmp).reason);
  });
  await time.settle();
  expect(seen).toEqual(["first"]);
});
