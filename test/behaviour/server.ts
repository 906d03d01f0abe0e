// Servers that several sections ask: a counter, and a callback module that does as it is told.
import { call, cast, genserver, type Pid, send, sleep } from "tincture";

export const Counter = genserver((start: number) => {
  let count = start;
  return {
    bump: cast((by: number) => {
      count += by;
    }),
    read: call(() => count),
    next: call(() => ++count),
    slow: call(async (ms: number) => {
      await sleep(ms);
      return "slow";
    }),
  };
});

/** A callback module that does with each request what the request says: the request is the tuple that is given back. */
export const told = (watcher: Pid) => ({
  init: (state: unknown): ["ok", unknown] => ["ok", state],
  handleCall(request: any, from: any, state: unknown): any {
    if (request === "state") return ["reply", state, state];
    if (request.throws !== undefined) throw request.throws;
    if (request.from === true) send(watcher, from);
    return request.gives;
  },
  handleCast(request: any, state: unknown): any {
    if (request.note === undefined) return request.gives;
    send(watcher, request.note);
    return ["noreply", state];
  },
  handleContinue(next: any, state: unknown): any {
    send(watcher, { continue: next });
    return next > 0 ? ["noreply", state, { continue: next - 1 }] : ["noreply", state];
  },
  handleInfo(message: any, state: unknown): any {
    send(watcher, { info: message });
    return ["noreply", state];
  },
  terminate(reason: unknown, state: unknown): void {
    send(watcher, { terminated: reason, state });
  },
});
