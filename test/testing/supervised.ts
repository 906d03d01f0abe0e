// The life of a test: its process, what it starts, and the order in which that ends.
import assert from "node:assert/strict";
import {
  call,
  cast,
  exit,
  genserver,
  info,
  isAlive,
  link,
  type Pid,
  StartError,
  self,
  send,
  spawn,
  spawnLink,
  terminate,
} from "tincture";
import { assertReceive, inProcess, startLinkSupervised, startSupervised, stopSupervised } from "tincture/testing";
import { failureOf, type Tests } from "./observe.js";

const log: string[] = [];

const Part = genserver(
  (name: string) => {
    log.push(`start ${name}`);
    return {
      ask: call((n: number) => n + 1),
      fail: cast(() => {
        throw new Error("the part broke");
      }),
      info: info(() => {}),
      terminate: terminate((reason) => void log.push(`stop ${name} ${reason}`)),
    };
  },
  { trapExit: true },
);
const part = (name: string) => Part.child(name).with({ id: name });
const taken = () => log.splice(0);

export const tests: Tests = {
  "a test is a process": inProcess(async () => {
    const me = self();
    send(me, "hello");
    await assertReceive("hello");
    assert.equal(self(), me);
  }),

  "a test gets what its runner gives": async () => {
    let seen: unknown;
    await inProcess((context) => {
      seen = context;
    })("the context");
    assert.equal(seen, "the context");
  },

  "what a test throws is what it fails with": async () => {
    const error = new RangeError("too far");
    assert.equal(
      await failureOf(
        inProcess(async () => {
          throw error;
        }),
      ),
      error,
    );
  },

  "children are started in order and stopped in reverse, before the test is over": async () => {
    taken();
    await inProcess(async () => {
      for (const name of ["a", "b", "c"]) await startSupervised(part(name));
      assert.deepEqual(taken(), ["start a", "start b", "start c"]);
    })(undefined);
    assert.deepEqual(taken(), ["stop c shutdown", "stop b shutdown", "stop a shutdown"]);
  },

  "children are stopped after a test that failed": async () => {
    taken();
    const error = await failureOf(
      inProcess(async () => {
        await startSupervised(part("a"));
        assert.fail("oh");
      }),
    );
    assert.equal(error.message, "oh");
    assert.deepEqual(taken(), ["start a", "stop a shutdown"]);
  },

  "a child is stopped by its id or as it was given, and may be started again": inProcess(async () => {
    const first = await startSupervised(part("a"));
    await stopSupervised("a");
    assert.ok(!isAlive(first));
    const second = await startSupervised(part("a"));
    await stopSupervised(part("a"));
    assert.ok(!isAlive(second));
    await assert.rejects(stopSupervised("a"), { code: "not_found" });
  }),

  "a start that fails rejects with OTP's error": inProcess(async () => {
    const Broken = genserver(() => {
      if (log.length < 1_000_000) throw new Error("no luck");
      return { ask: call(() => 1) };
    });
    await assert.rejects(startSupervised(Broken), StartError);
  }),

  "a child that crashes is restarted as its spec says, and the test goes on": inProcess(async () => {
    taken();
    const pid = await startSupervised(part("a"));
    Part.at(pid).fail();
    while (isAlive(pid)) await assertReceive("never", 1).catch(() => {});
    await startSupervised(part("b"));
    assert.deepEqual(
      taken().filter((line) => line.startsWith("start")),
      ["start a", "start a", "start b"],
    );
  }),

  "a linked child that crashes fails the test, with its error as the cause": async () => {
    const error = await failureOf(
      inProcess(async () => {
        const pid = await startLinkSupervised(part("a"));
        Part.at(pid).fail();
        await assertReceive("never", 10_000);
      }),
    );
    assert.equal(error.code, "test_exit");
    assert.match(error.message, /the part broke/);
    assert.match((error.cause as Error).stack ?? "", /supervised/);
  },

  "a linked child that is stopped in order does not fail the test": inProcess(async () => {
    await startLinkSupervised(part("a"));
    await stopSupervised("a");
    await startLinkSupervised(part("b"));
  }),

  "what is linked to the test ends with it": async () => {
    let linked: Pid | undefined;
    let free: Pid | undefined;
    await inProcess(async () => {
      linked = spawnLink(async () => {
        await assertReceive("never", 10_000);
      });
      free = spawn(async () => {
        await assertReceive("end", 10_000);
      });
      link(linked);
    })(undefined);
    assert.equal(isAlive(linked as Pid), false);
    assert.equal(isAlive(free as Pid), true);
    send(free as Pid, "end");
  },

  "exit in a test is a failure": async () => {
    const error = await failureOf(inProcess(() => exit("enough")));
    assert.equal(error.code, "test_exit");
    assert.match(error.message, /enough/);
  },

  "outside of a test's process nothing is started": async () => {
    await assert.rejects(startSupervised(part("a")), { code: "not_in_test" });
  },

  "a function that was not compiled is refused at once": async () => {
    const plain = Function("return async () => {}")();
    assert.throws(() => inProcess(plain), { code: "not_compiled" });
  },
};
