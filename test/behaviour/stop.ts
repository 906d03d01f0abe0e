// How servers end: items 82-94.
import assert from "node:assert/strict";
import {
  CallError,
  call,
  cast,
  exit,
  GenServer,
  genserver,
  info,
  isAlive,
  monitor,
  type Pid,
  receive,
  run,
  self,
  send,
  setLogger,
  skip,
  sleep,
  spawn,
  spawnMonitor,
  stop,
  terminate,
  trapExit,
} from "tincture";
import { type Behaviour, drain, failureOf, reasonOf } from "./observe.js";

/** A server that tells `told` what it gets and of its end; `ending` says what its terminate does. */
const Ending = genserver((told: Pid, ending: "quiet" | "slow" | "throws" | "exits" | "throws a text" = "quiet") => {
  const notes: string[] = [];
  return {
    note: cast((text: string) => {
      notes.push(text);
    }),
    crash: call((text: string): string => {
      throw new RangeError(text);
    }),
    leave: call((reason: string | Error): string => exit(reason)),
    hello: call(() => "hello"),
    busy: call(async () => {
      await sleep(1_000);
      return "done";
    }),
    other: info((message: any) => {
      send(told, { info: message.tag ?? message });
    }),
    end: terminate(async (reason) => {
      send(told, { terminated: reason });
      if (ending === "slow") await sleep(500);
      if (ending === "throws") throw new TypeError("no end");
      if (ending === "exits") exit("another");
      if (ending === "throws a text") throw "text";
    }),
  };
});
const Trapping = Ending.with({ trapExit: true });

/** A process that starts a server linked to it, and ends as it is told. */
async function parentOf(server: typeof Ending, told: Pid): Promise<{ parent: Pid; child: Pid }> {
  const me = self();
  const parent = spawn(async () => {
    send(me, { child: await server.startLink(told) });
    exit(await receive<string>());
  });
  const child = await receive((message: { child: Pid }) => {
    return message?.child === undefined ? skip : message.child;
  });
  return { parent, child };
}

export const stopping: Behaviour = {
  "82: terminate runs for a stop, a throw, an exit, a bad result, and the parent's exit when trapped": () =>
    run(async () => {
      const me = self();
      const crashed = await Ending.start(me);
      const { reason } = await failureOf(Ending.at(crashed).crash("boom"));
      assert.deepEqual(await drain(), [{ terminated: reason }]);
      const left = await Ending.start(me);
      await failureOf(Ending.at(left).leave("tired"));
      assert.deepEqual(await drain(), [{ terminated: "tired" }]);
      const module = {
        init: (): ["ok", number] => ["ok", 1],
        handleCall: (request: unknown): any => request,
        terminate: (why: unknown) => void send(me, { terminated: why }),
      };
      for (const [result, why] of [
        [["stop", "done", 2], "done"],
        ["nonsense", { bad_return_value: "nonsense" }],
      ] as const) {
        await failureOf(GenServer.call(await GenServer.start(module, null), result));
        assert.deepEqual(await drain(), [{ terminated: why }]);
      }
      const { parent, child } = await parentOf(Trapping, me);
      const ref = monitor(child);
      send(parent, "shutdown");
      assert.equal(await reasonOf(ref), "shutdown");
      assert.deepEqual(await drain(), [{ terminated: "shutdown" }]);
    }),

  "83: without trapping, a signal ends the server at once, without terminate": () =>
    run(async () => {
      const { parent, child } = await parentOf(Ending, self());
      const ref = monitor(child);
      send(parent, "shutdown");
      assert.equal(await reasonOf(ref), "shutdown");
      const other = await Ending.start(self());
      const second = monitor(other);
      exit(other, "boom");
      assert.equal(await reasonOf(second), "boom");
      assert.deepEqual(await drain(), []);
    }),

  "84: kill never runs terminate": () =>
    run(async () => {
      const pid = await Trapping.start(self());
      const ref = monitor(pid);
      exit(pid, "kill");
      assert.equal(await reasonOf(ref), "killed");
      assert.deepEqual(await drain(), []);
    }),

  "85: trapping, the parent's EXIT ends the server; that of others goes to info": () =>
    run(async () => {
      const { parent, child } = await parentOf(Trapping, self());
      exit(child, "not the parent");
      assert.equal(await Trapping.at(child).hello(), "hello");
      assert.deepEqual(await drain(), [{ info: "EXIT" }]);
      const ref = monitor(child);
      send(parent, "boom");
      assert.equal(await reasonOf(ref), "boom");
      assert.deepEqual(await drain(), [{ terminated: "boom" }]);
    }),

  "86: that holds for the parent's normal end": () =>
    run(async () => {
      const { parent, child } = await parentOf(Trapping, self());
      const ref = monitor(child);
      send(parent, "normal");
      assert.equal(await reasonOf(ref), "normal");
      assert.deepEqual(await drain(), [{ terminated: "normal" }]);
      const careless = await parentOf(Ending, self());
      const end = monitor(careless.parent);
      send(careless.parent, "normal");
      await reasonOf(end);
      assert.equal(await Ending.at(careless.child).hello(), "hello");
    }),

  "87: stop runs terminate, and comes back when the process is dead": () =>
    run(async () => {
      for (const reason of [undefined, "shutdown", { shutdown: "tea" }, "odd"]) {
        const pid = await Ending.start(self(), "slow");
        const ref = monitor(pid);
        await stop(pid, reason);
        assert.ok(!isAlive(pid));
        assert.deepEqual(await drain(), [
          { terminated: reason ?? "normal" },
          { tag: "DOWN", ref, pid, reason: reason ?? "normal" },
        ]);
      }
    }),

  "88: stop of a dead process fails with noproc": () =>
    run(async () => {
      const { pid, ref } = spawnMonitor(() => {});
      await reasonOf(ref);
      for (const address of [pid, "behaviour_nobody"]) {
        const error = await failureOf(stop(address));
        assert.ok(error instanceof CallError && error.reason === "noproc");
      }
    }),

  "89: stop runs terminate whether the server traps exits or not": () =>
    run(async () => {
      for (const server of [Ending, Trapping]) {
        await stop(await server.start(self()));
        assert.deepEqual(await drain(), [{ terminated: "normal" }]);
      }
    }),

  "90: stop of a server that ends with another reason fails with that": () =>
    run(async () => {
      const exits = await failureOf(stop(await Ending.start(self(), "exits")));
      assert.equal(exits.reason, "another");
      const throws = await failureOf(stop(await Ending.start(self(), "throws"), "shutdown"));
      assert.ok(throws.reason instanceof TypeError);
    }),

  "91: a stop that takes too long fails with timeout; the server goes on ending": () =>
    run(async () => {
      const pid = await Ending.start(self(), "slow");
      const ref = monitor(pid);
      const error = await failureOf(stop(pid, "shutdown", 100));
      assert.equal(error.reason, "timeout");
      assert.ok(isAlive(pid));
      assert.equal(await reasonOf(ref), "shutdown");
    }),

  "92: a terminate that throws or exits gives the reason; a thrown text changes nothing": () =>
    run(async () => {
      for (const [ending, reason] of [
        ["exits", "another"],
        ["throws a text", "tired"],
      ] as const) {
        const pid = await Ending.start(self(), ending);
        const ref = monitor(pid);
        await failureOf(Ending.at(pid).leave("tired"));
        assert.equal(await reasonOf(ref), reason);
      }
      const pid = await Ending.start(self(), "throws");
      const ref = monitor(pid);
      await failureOf(Ending.at(pid).leave("tired"));
      assert.ok((await reasonOf(ref)) instanceof TypeError);
    }),

  "93: messages in the mailbox are lost, waiting callers get the reason": () =>
    run(async () => {
      trapExit(true);
      const pid = await Ending.start(self());
      const client = Ending.at(pid);
      const asked = [client.busy(), client.leave("tired"), client.hello(), client.hello()].map((call) =>
        call.then(String, (error: CallError) => error.reason),
      );
      send(pid, "lost");
      assert.deepEqual(await Promise.all(asked), ["done", "tired", "tired", "tired"]);
      assert.deepEqual(await drain(), [{ terminated: "tired" }]);
    }),

  "94: normal, shutdown and { shutdown } are not reported; others are, with last message and state": () =>
    run(async () => {
      const reports: [any, string][] = [];
      const note = (details: object, text?: string) => void reports.push([details, text ?? ""]);
      setLogger({ error: note, warn: note, info: note });
      for (const reason of ["normal", "shutdown", { shutdown: "tea" }]) await stop(await Ending.start(self()), reason);
      assert.deepEqual(reports, []);
      const pid = await Ending.start(self());
      Ending.at(pid).note("remember");
      const { reason } = await failureOf(Ending.at(pid).crash("boom"));
      assert.equal(reports.length, 1);
      const [details, text] = reports[0] as [any, string];
      assert.equal(details.crash.reason, reason);
      assert.deepEqual(details.crash.state.notes, ["remember"]);
      for (const part of [/boom/, /crash/, /remember/]) assert.match(text, part);
      const stopped = await Ending.start(self());
      await stop(stopped, "odd");
      assert.equal(reports.length, 2);
    }),
};
