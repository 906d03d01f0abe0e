// Processes, mailboxes, exit: items 1-15.
import assert from "node:assert/strict";
import {
  call,
  dictionary,
  exit,
  genserver,
  isAlive,
  monitor,
  NoCatchError,
  receive,
  register,
  run,
  self,
  send,
  sleep,
  spawn,
  spawnLink,
  spawnMonitor,
  trapExit,
  whereis,
} from "tincture";
import { type Behaviour, drain, endOf, failureOf, reasonOf } from "./observe.js";

const Echo = genserver(() => ({ echo: call((text: string) => text) }));

export const processes: Behaviour = {
  "1: messages of one sender arrive in the order sent": () =>
    run(async () => {
      const me = self();
      for (const sender of ["a", "b"]) {
        spawn(() => {
          for (let n = 0; n < 100; n++) send(me, { sender, n });
        });
      }
      await sleep(1);
      const messages = await drain();
      assert.equal(messages.length, 200);
      for (const sender of ["a", "b"]) {
        const numbers = messages.filter((message) => message.sender === sender).map(({ n }) => n);
        assert.deepEqual(numbers, [...Array(100).keys()]);
      }
    }),

  "2: a message to a dead process is lost, and send gives it back": () =>
    run(async () => {
      const { pid, ref } = spawnMonitor(() => {});
      await reasonOf(ref);
      const message = { text: "hello" };
      assert.equal(send(pid, message), message);
      assert.equal(send(self(), message), message);
      assert.deepEqual(await drain(), [message]);
    }),

  "3: a message to a name that nobody has is an error": () =>
    run(() => {
      assert.throws(() => send("behaviour_nobody", 1), { code: "no_such_name" });
    }),

  "4: a function that returns ends its process with normal": () =>
    run(async () => {
      assert.equal(await reasonOf(spawnMonitor(() => 42).ref), "normal");
      assert.equal(await reasonOf(spawnMonitor(async () => await sleep(10)).ref), "normal");
    }),

  "5: exit(reason) ends the process with that reason, for links and monitors": () =>
    run(async () => {
      trapExit(true);
      for (const reason of ["normal", "odd", { shutdown: { why: ["tea"] } }, new RangeError("far")]) {
        const pid = spawnLink(() => exit(reason));
        const ref = monitor(pid);
        assert.deepEqual(await reasonOf(ref), reason);
        assert.deepEqual(await drain(), [{ tag: "EXIT", pid, reason }]);
      }
    }),

  "6: what is thrown and not caught is the reason; no Error, in a NoCatchError": () =>
    run(async () => {
      const error = new TypeError("no");
      assert.equal(
        await reasonOf(
          spawnMonitor(() => {
            throw error;
          }).ref,
        ),
        error,
      );
      const reason = await reasonOf(
        spawnMonitor(() => {
          throw { thrown: 7 };
        }).ref,
      );
      assert.ok(reason instanceof NoCatchError);
      assert.deepEqual(reason.value, { thrown: 7 });
    }),

  "7: an exit signal normal does nothing, unless exits are trapped": () =>
    run(async () => {
      const me = self();
      const deaf = spawn(async () => await receive());
      const trapping = spawn(async () => {
        trapExit(true);
        send(me, "ready");
        send(me, await receive());
      });
      await receive((message) => message === "ready" && undefined);
      exit(deaf, "normal");
      exit(trapping, "normal");
      assert.deepEqual(await receive(), { tag: "EXIT", pid: me, reason: "normal" });
      assert.ok(isAlive(deaf));
    }),

  "8: exit(self(), normal) ends the process; trapping, it is a message": () =>
    run(async () => {
      const me = self();
      const quick = spawnMonitor(() => {
        exit(self(), "normal");
        send(me, "still here");
      });
      assert.equal(await reasonOf(quick.ref), "normal");
      assert.deepEqual(await drain(), []);
      trapExit(true);
      exit(me, "normal");
      assert.deepEqual(await drain(), [{ tag: "EXIT", pid: me, reason: "normal" }]);
    }),

  "9: kill ends the target whatever it traps, with reason killed": () =>
    run(async () => {
      trapExit(true);
      const pid = spawnLink(async () => {
        trapExit(true);
        for (;;) await receive();
      });
      await sleep(1);
      const ref = monitor(pid);
      exit(pid, "kill");
      assert.equal(await reasonOf(ref), "killed");
      assert.deepEqual(await drain(), [{ tag: "EXIT", pid, reason: "killed" }]);
    }),

  "10: killed over a link is an ordinary reason": () =>
    run(async () => {
      trapExit(true);
      const me = self();
      const middle = spawnLink(async () => {
        send(me, { killed: spawnLink(async () => await receive()) });
        await receive();
      });
      const { killed } = await receive<{ killed: any }>();
      const ref = monitor(middle);
      exit(killed, "kill");
      assert.equal(await reasonOf(ref), "killed");
      assert.deepEqual(await drain(), [{ tag: "EXIT", pid: middle, reason: "killed" }]);
    }),

  "11: a process that does exit(kill) sends kill over its links, trappable": () =>
    run(async () => {
      trapExit(true);
      const me = self();
      const trapped = spawnLink(() => exit("kill"));
      assert.deepEqual(await receive(), { tag: "EXIT", pid: trapped, reason: "kill" });
      const middle = spawnLink(async () => {
        spawnLink(() => exit("kill"));
        await receive();
        send(me, "unreached");
      });
      assert.deepEqual(await receive(), { tag: "EXIT", pid: middle, reason: "kill" });
    }),

  "12: an exit signal to a dead process does nothing": () =>
    run(async () => {
      const { pid, ref } = spawnMonitor(() => {});
      await reasonOf(ref);
      for (const reason of ["normal", "boom", "kill"]) exit(pid, reason);
      assert.ok(!isAlive(pid));
    }),

  "13: a deadly exit signal and a later call keep their order": () =>
    run(async () => {
      for (let i = 0; i < 20; i++) {
        const pid = await Echo.start();
        assert.equal(await Echo.at(pid).echo("hello"), "hello");
        exit(pid, "boom");
        const error = await failureOf(Echo.at(pid).echo("too late"));
        assert.equal(error.reason, "noproc");
      }
    }),

  "14: a name is free before anybody hears of its owner's death": () =>
    run(async () => {
      trapExit(true);
      for (const told of ["DOWN", "EXIT"]) {
        const pid = told === "EXIT" ? spawnLink(async () => await receive()) : spawn(async () => await receive());
        register("behaviour_owned", pid);
        if (told === "DOWN") monitor(pid);
        exit(pid, "boom");
        assert.equal((await receive<any>()).tag, told);
        assert.equal(whereis("behaviour_owned"), undefined);
        const next = spawn(async () => await receive());
        register("behaviour_owned", next);
        exit(next, "kill");
        await endOf(next);
      }
    }),

  "15: the process dictionary is private": () =>
    run(async () => {
      assert.equal(dictionary.put("tea", 1), undefined);
      assert.equal(dictionary.put("tea", 2), 1);
      assert.equal(dictionary.get("tea"), 2);
      assert.equal(dictionary.get("cup", "none"), "none");
      assert.equal(dictionary.get("cup"), undefined);
      assert.equal(await run(() => dictionary.get("tea", "not mine")), "not mine");
      assert.equal(dictionary.delete("tea"), 2);
      assert.equal(dictionary.delete("tea"), undefined);
      assert.deepEqual(dictionary.keys(), []);
    }),
};
