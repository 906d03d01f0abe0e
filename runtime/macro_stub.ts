/**
 * The macros as the uncompiled program sees them: their types, and a stub that throws `not_compiled`.
 *
 * The plugin replaces every use, so none of these runs in a compiled program.
 */
import type { Skip } from "./abi_type.js";
import { uncompiled } from "./not_compiled.js";
import type { Pipe } from "./pipe_type.js";
import type { Admitted, AdmittedArgs, Schema } from "./schema_type.js";
import type { After, Call, Cast, ExitReason, From, Genserver, Hook, MonitorRef, Pid } from "./types.js";

/** The signatures of the macros. */
interface Macros {
  pipe: Pipe;
  tap: <T>(look: (value: T) => void) => (value: T) => T;
  dbg: <T>(value: T) => T;
  ping_pong: (block: () => void) => Pid;
  ping: <T>(message: T) => void;
  pong: <T = any>(fun: (message: T) => void) => void;
  genserver: Genserver;
  call: {
    <A extends any[], R>(handler: (...args: A) => R): Call<A, Awaited<R>>;
    <const S extends readonly Schema[], R>(
      schemas: { readonly args: S },
      handler: (...args: AdmittedArgs<S>) => R,
    ): Call<AdmittedArgs<S>, Awaited<R>>;
  };
  callLater: {
    <A extends any[], R>(handler: (from: From<R>, ...args: A) => void): Call<A, R>;
    <const S extends readonly Schema[], R>(
      schemas: { readonly args: S },
      handler: (from: From<R>, ...args: AdmittedArgs<S>) => void,
    ): Call<AdmittedArgs<S>, R>;
  };
  cast: {
    <A extends any[]>(handler: (...args: A) => void | Promise<void>): Cast<A>;
    <const S extends readonly Schema[]>(
      schemas: { readonly args: S },
      handler: (...args: AdmittedArgs<S>) => void | Promise<void>,
    ): Cast<AdmittedArgs<S>>;
  };
  info: {
    <M>(handler: (message: M) => void | Promise<void> | Skip): Hook;
    <S extends Schema>(
      schemas: { readonly message: S },
      handler: (message: Admitted<S>) => void | Promise<void> | Skip,
    ): Hook;
  };
  afterInit: (handler: () => void | Promise<void>) => Hook;
  idle: (ms: number, handler: () => void | Promise<void>) => Hook;
  terminate: (handler: (reason: ExitReason) => void | Promise<void>) => Hook;
  upgrade: <Old>(handler: (old: Old, fromVersion: string) => unknown) => Hook;
  receive: {
    <M = any>(): Promise<M>;
    <M, R, T = never>(clauses: (message: M) => R, timeout?: After<T>): Promise<Exclude<Awaited<R>, Skip> | Awaited<T>>;
  };
  after: <R>(ms: number, then: () => R) => After<R>;
  spawn: <M = any>(body: () => unknown) => Pid<M>;
  spawnLink: <M = any>(body: () => unknown) => Pid<M>;
  spawnMonitor: <M = any>(body: () => unknown) => { pid: Pid<M>; ref: MonitorRef };
  run: <R>(body: () => R) => Promise<Awaited<R>>;
}

function stub<N extends keyof Macros>(name: N): Macros[N] {
  return uncompiled(name) as unknown as Macros[N];
}

/**
 * Passes a value through functions from left to right: `pipe(a, f, g)` is `g(f(a))`, and compiles to just that.
 * @example
 * pipe(16, Math.sqrt, (n) => n + 1, String); // => "5"
 */
export const pipe: Pipe = Object.assign(stub("pipe") as unknown as Pipe, { async: uncompiled("pipe.async") });
/**
 * A stage of `pipe` that looks at the value and passes it on.
 * @example
 * const seen: number[] = [];
 * pipe(16, tap((n: number) => seen.push(n)), Math.sqrt); // => 4
 * seen; // => [16]
 */
export const tap: Macros["tap"] = stub("tap");
/**
 * Prints code, place and value to standard error and gives the value; `dbg(pipe(...))` prints the value after every stage.
 * @example
 * dbg(6 * 7); // => 42
 */
export const dbg: Macros["dbg"] = stub("dbg");
/**
 * A fresh process with a mailbox and one message: the teaching block. Gives its pid.
 * @example
 * const pid = ping_pong(() => {
 *   ping("hey there");
 *   pong((text: string) => console.log(`Pong received: ${text}`));
 * });
 * await sleep(1);
 * isAlive(pid); // => false
 */
export const ping_pong: Macros["ping_pong"] = stub("ping_pong");
/**
 * In `ping_pong`: sends `message` to the block's own process.
 * @example
 * const pid = ping_pong(() => {
 *   ping({ from: "ann" });
 *   pong(({ from }: { from: string }) => console.log(from));
 * });
 * isAlive(pid); // => true
 */
export const ping: Macros["ping"] = stub("ping");
/**
 * In `ping_pong`: takes the message and hands it to `fun`.
 * @example
 * const pid = ping_pong(() => {
 *   ping(16);
 *   pong((n: number) => console.log(Math.sqrt(n)));
 * });
 * isAlive(pid); // => true
 */
export const pong: Macros["pong"] = stub("pong");
/**
 * A server: state in a closure, handlers in what the block returns. With a fixed name the server is its own client; otherwise clients come from `at` and `of`.
 * @example
 * const Scoreboard = genserver(() => {
 *   const scores: Record<string, number> = {};
 *   return {
 *     add: cast((player: string, points: number) => {
 *       scores[player] = (scores[player] ?? 0) + points;
 *     }),
 *     get: call((player: string) => scores[player] ?? 0),
 *   };
 * }, { name: "Scoreboard" });
 * await Scoreboard.start();
 * Scoreboard.add("ann", 10);
 * Scoreboard.add("ann", 7);
 * await Scoreboard.get("ann"); // => 17
 */
export const genserver: Macros["genserver"] = stub("genserver");
/**
 * A handler whose value is the reply. A throw ends the server; `refuse` rejects the caller alone.
 * @example
 * const Counter = genserver((start: number) => {
 *   let count = start;
 *   return { add: call((n: number) => (count += n)) };
 * });
 * const counter = Counter.at(await Counter.start(40));
 * await counter.add(2); // => 42
 */
export const call: Macros["call"] = stub("call");
/**
 * A call whose reply comes later, by `reply(from, value)`, from any process.
 * @example
 * const Door = genserver(() => {
 *   const waiting: From<string>[] = [];
 *   return {
 *     knock: callLater((from: From<string>) => {
 *       waiting.push(from);
 *     }),
 *     open: cast(() => {
 *       for (const from of waiting) reply(from, "come in");
 *     }),
 *   };
 * });
 * const door = Door.at(await Door.start());
 * const answer = door.knock();
 * door.open();
 * await answer; // => "come in"
 */
export const callLater: Macros["callLater"] = stub("callLater");
/**
 * A handler without a reply.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return {
 *     add: cast((n: number) => {
 *       count += n;
 *     }),
 *     get: call(() => count),
 *   };
 * });
 * const counter = Counter.at(await Counter.start());
 * counter.add(2); // => undefined
 * await counter.get(); // => 2
 */
export const cast: Macros["cast"] = stub("cast");
/**
 * Any other message: EXIT, DOWN, timers. What it answers `skip` to is reported as unexpected and dropped.
 * @example
 * const Clock = genserver(() => {
 *   let ticks = 0;
 *   return {
 *     ticks: call(() => ticks),
 *     onMessage: info((message: string) => {
 *       if (message !== "tick") return skip;
 *       ticks++;
 *     }),
 *   };
 * });
 * const pid = await Clock.start();
 * send(pid, "tick");
 * await Clock.at(pid).ticks(); // => 1
 */
export const info: Macros["info"] = stub("info");
/**
 * Runs right after the start, before any message (OTP: handle_continue).
 * @example
 * const Cache = genserver(() => {
 *   let words: string[] = [];
 *   return {
 *     load: afterInit(async () => {
 *       await sleep(1);
 *       words = ["tea", "cup"];
 *     }),
 *     size: call(() => words.length),
 *   };
 * });
 * const pid = await Cache.start();
 * await Cache.at(pid).size(); // => 2
 */
export const afterInit: Macros["afterInit"] = stub("afterInit");
/**
 * Runs when no message came for `ms` milliseconds; armed at the start and after every handled message, its own included.
 * @example
 * const Session = genserver(() => {
 *   return {
 *     touch: cast(() => {}),
 *     expire: idle(20, () => exit("normal")),
 *   };
 * });
 * const pid = await Session.start();
 * const down = await run(async () => {
 *   monitor(pid);
 *   return await receive<Down>();
 * });
 * down.reason; // => "normal"
 */
export const idle: Macros["idle"] = stub("idle");
/**
 * Runs when the server ends in order: a throw, `stop`, its parent's exit when exits are trapped.
 * @example
 * const File = genserver((owner: Pid<string>) => {
 *   return {
 *     close: terminate((reason) => {
 *       send(owner, `closed: ${reason}`);
 *     }),
 *   };
 * });
 * await run(async () => {
 *   await stop(await File.start(self()));
 *   return await receive<string>();
 * }); // => "closed: normal"
 */
export const terminate: Macros["terminate"] = stub("terminate");
/**
 * Makes the state of this version from an old one (OTP: code_change).
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return {
 *     get: call(() => count),
 *     // Version 1 had { n }.
 *     upgrade: upgrade((old: { n: number }) => ({ count: old.n })),
 *   };
 * }, { version: "2" });
 * const pid = await Counter.start();
 * await sys.suspend(pid);
 * await sys.replaceState<object>(pid, () => ({ n: 5 }));
 * await sys.changeCode(pid, "1", undefined);
 * await sys.resume(pid);
 * await Counter.at(pid).get(); // => 5
 */
export const upgrade: Macros["upgrade"] = stub("upgrade");
/**
 * Takes the oldest message that the clause function takes; waits for one. What it answers `skip` to stays in the mailbox.
 * @example
 * type Message = { tag: "hello"; from: string } | { tag: "bye" };
 * await run(async () => {
 *   send(self(), { tag: "bye" });
 *   send(self(), { tag: "hello", from: "ann" });
 *   return await receive((message: Message) => {
 *     switch (message.tag) {
 *       case "hello":
 *         return message.from;
 *     }
 *   });
 * }); // => "ann"
 */
export const receive: Macros["receive"] = stub("receive");
/**
 * For `receive`: what to do when nothing fitting came within `ms` milliseconds.
 * @example
 * await run(() => receive((message: string) => message, after(10, () => "nothing came"))); // => "nothing came"
 */
export const after: Macros["after"] = stub("after");
/**
 * Starts a process.
 * @example
 * await run(async () => {
 *   const me = self();
 *   spawn(() => send(me, "done"));
 *   return await receive<string>();
 * }); // => "done"
 */
export const spawn: Macros["spawn"] = stub("spawn");
/**
 * Starts a process linked to this one, in one step.
 * @example
 * const error: any = await run(async () => {
 *   spawnLink(() => exit("out of paper"));
 *   await receive();
 * }).catch((error) => error);
 * error.reason; // => "out of paper"
 */
export const spawnLink: Macros["spawnLink"] = stub("spawnLink");
/**
 * Starts a process and monitors it, in one step.
 * @example
 * await run(async () => {
 *   const { ref } = spawnMonitor(() => exit("out of paper"));
 *   const down = await receive<Down>();
 *   return [down.ref === ref, down.reason];
 * }); // => [true, "out of paper"]
 */
export const spawnMonitor: Macros["spawnMonitor"] = stub("spawnMonitor");
/**
 * Runs `body` in a process of its own and settles with its result: the way in from ordinary code. Errors: ExitError.
 * @example
 * await run(async () => {
 *   send(self(), 42);
 *   return await receive<number>();
 * }); // => 42
 */
export const run: Macros["run"] = stub("run");
