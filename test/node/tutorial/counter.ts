// The program 3 of otp/tutorial.md: a counter under a global name, on every node that loads this file. What a node is told to do comes by `commands`.
import {
  CallError,
  call,
  cast,
  Global,
  genserver,
  global,
  monitor,
  Node,
  type Pid,
  receive,
  StartError,
  spawn,
  stop,
  whereis,
} from "tincture";

const Counter = genserver(
  () => {
    let count = 0;
    return {
      inc: call((by: number) => (count += by)),
      add: cast((by: number) => {
        count += by;
      }),
      value: call(() => count),
    };
  },
  { name: global("counter") },
);

const where = (pid: Pid | undefined): string => pid?.node ?? "nowhere";

/** Whether a process of another node's that is watched from here ended, and how; and what was told of its node. */
const seen: unknown[] = [];

export const commands = {
  start: async () => (await Counter.start()).node,
  startAgain: async () => {
    const error: StartError = await Counter.start().catch((error) => error);
    return [
      error instanceof StartError && error.code,
      where(error.pid as Pid),
      error.pid === whereis(global("counter")),
    ];
  },
  whereCounter: () => where(whereis(global("counter"))),
  inc: (by: number) => Counter.inc(by),
  value: () => Counter.value(),
  fifty: () => Promise.all(Array.from({ length: 50 }, () => Counter.inc(1))),
  thousand: async () => {
    for (let i = 0; i < 1000; i++) Counter.add(1);
    return Counter.value();
  },
  stop: () => stop(global("counter")),
  callAfterStop: async () => {
    const error: CallError = await Counter.value().catch((error) => error);
    return [error instanceof CallError && error.reason, error.request];
  },
  guest: () => {
    const pid = spawn(async () => {
      for (;;) await receive();
    });
    return Global.registerName("guest", pid);
  },
  whereGuest: () => where(Global.whereisName("guest")),
  watchGuest: () =>
    new Promise((resolve) => {
      spawn(async () => {
        const guest = Global.whereisName("guest") as Pid;
        Node.monitor(guest.node);
        monitor(guest);
        resolve("watching");
        for (;;) seen.push(await receive((message: any) => [message.tag, message.reason ?? message.node]));
      });
    }),
  seen: () => seen,
};
