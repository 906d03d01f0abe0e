// Servers and processes that both sides of a test define, in the form that the plugin emits.
// @ts-nocheck: generators as they are emitted, without types
import { exit, link, monitor, register, reply, send, setLogger, trapExit, unlink } from "tincture";
import * as rt from "tincture/abi";

export const quiet = () => setLogger({ error() {}, warn() {}, info() {} });

export const Counter = rt.genserver(
  "Counter",
  {
    init: (start) => {
      if (start === "fail") throw new RangeError("no start");
      return { count: start ?? 0 };
    },
    handlers: {
      inc: rt.cast((state, by = 1) => {
        state.count += by;
      }),
      value: rt.call((state) => state.count),
      boom: rt.call(() => {
        throw new RangeError("boom", { cause: new TypeError("inner") });
      }),
      unsendable: rt.call(() => () => 1),
      never: rt.callLater(() => {}),
      handOn: rt.callLater((_state, from, to) => send(to, { from })),
      echo: rt.call((_state, value) => value),
    },
  },
  { name: "Counter" },
);

/** Makes processes on the node where it runs. */
export const Lab = rt.genserver(
  "Lab",
  {
    init: () => ({}),
    handlers: {
      /** Sends every message to `to` again, with its own pid. */
      echo: rt.call((_state, to) =>
        rt.spawn(function* () {
          let tmp;
          for (;;) {
            const message = (tmp = rt.receive()) === rt.parked ? yield : tmp;
            send(to, { echo: message, self: rt.self() });
          }
        }),
      ),
      /** Does what it is told: { do: "link" | "monitor" | ..., pid }, and tells `to` of all other messages. */
      puppet: rt.call((_state, to, traps, name) =>
        rt.spawn(function* () {
          let tmp;
          if (traps) trapExit(true);
          if (name !== undefined) register(name, rt.self());
          for (;;) {
            const message = (tmp = rt.receive()) === rt.parked ? yield : tmp;
            if (message?.do === "link") link(message.pid);
            else if (message?.do === "unlink") unlink(message.pid);
            else if (message?.do === "monitor") monitor(message.pid);
            else if (message?.do === "exit") exit(message.reason);
            else if (message?.do === "reply") reply(message.from, message.value);
            else send(to, message);
          }
        }),
      ),
      /** Sends `count` numbers to `to`, in one go. */
      burst: rt.call((_state, to, count) => {
        for (let i = 0; i < count; i++) send(to, i);
      }),
    },
  },
  { name: "Lab" },
);
