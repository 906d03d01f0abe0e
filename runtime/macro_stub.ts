/**
 * The macros as the uncompiled program sees them: their types, and a stub that throws `not_compiled`.
 *
 * The plugin replaces every use, so none of these runs in a compiled program.
 */
import { notCompiled } from "./not_compiled.js";
import type { Pipe } from "./pipe_type.js";
import type { After, Call, Cast, ExitReason, From, Genserver, Hook, MonitorRef, Pid } from "./types.js";

type Skip = typeof import("./core/selective.js").skip;

/** The signatures of the macros. */
interface Macros {
  pipe: Pipe;
  tap: <T>(look: (value: T) => void) => (value: T) => T;
  dbg: <T>(value: T) => T;
  ping_pong: (block: () => void) => Pid;
  ping: <T>(message: T) => void;
  pong: <T = any>(fun: (message: T) => void) => void;
  genserver: Genserver;
  call: <A extends any[], R>(handler: (...args: A) => R) => Call<A, Awaited<R>>;
  callLater: <A extends any[], R>(handler: (from: From<R>, ...args: A) => void) => Call<A, R>;
  cast: <A extends any[]>(handler: (...args: A) => void | Promise<void>) => Cast<A>;
  info: <M>(handler: (message: M) => void | Promise<void> | Skip) => Hook;
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

/** A function that fails in the name of a macro. */
function uncompiled(macro: string): () => never {
  return function stub() {
    throw notCompiled(macro, stub);
  };
}

function stub<N extends keyof Macros>(name: N): Macros[N] {
  return uncompiled(name) as unknown as Macros[N];
}

/** Passes a value through functions from left to right: `pipe(a, f, g)` is `g(f(a))`, and compiles to just that. */
export const pipe: Pipe = Object.assign(stub("pipe") as unknown as Pipe, { async: uncompiled("pipe.async") });
/** A stage of `pipe` that looks at the value and passes it on. */
export const tap: Macros["tap"] = stub("tap");
/** Prints code, place and value to standard error and gives the value; `dbg(pipe(...))` prints the value after every stage. */
export const dbg: Macros["dbg"] = stub("dbg");
/** A fresh process with a mailbox and one message: the teaching block. Gives its pid. */
export const ping_pong: Macros["ping_pong"] = stub("ping_pong");
/** In `ping_pong`: sends `message` to the block's own process. */
export const ping: Macros["ping"] = stub("ping");
/** In `ping_pong`: takes the message and hands it to `fun`. */
export const pong: Macros["pong"] = stub("pong");
/** A server: state in a closure, handlers in what the block returns. With a fixed name the server is its own client; otherwise clients come from `at` and `of`. */
export const genserver: Macros["genserver"] = stub("genserver");
/** A handler whose value is the reply. A throw ends the server; `refuse` rejects the caller alone. */
export const call: Macros["call"] = stub("call");
/** A call whose reply comes later, by `reply(from, value)`, from any process. */
export const callLater: Macros["callLater"] = stub("callLater");
/** A handler without a reply. */
export const cast: Macros["cast"] = stub("cast");
/** Any other message: EXIT, DOWN, timers. What it answers `skip` to is reported as unexpected and dropped. */
export const info: Macros["info"] = stub("info");
/** Runs right after the start, before any message (OTP: handle_continue). */
export const afterInit: Macros["afterInit"] = stub("afterInit");
/** Runs when no message came for `ms` milliseconds; armed at the start and after every handled message, its own included. */
export const idle: Macros["idle"] = stub("idle");
/** Runs when the server ends in order: a throw, `stop`, its parent's exit when exits are trapped. */
export const terminate: Macros["terminate"] = stub("terminate");
/** Makes the state of this version from an old one (OTP: code_change). */
export const upgrade: Macros["upgrade"] = stub("upgrade");
/** Takes the oldest message that the clause function takes; waits for one. What it answers `skip` to stays in the mailbox. */
export const receive: Macros["receive"] = stub("receive");
/** For `receive`: what to do when nothing fitting came within `ms` milliseconds. */
export const after: Macros["after"] = stub("after");
/** Starts a process. */
export const spawn: Macros["spawn"] = stub("spawn");
/** Starts a process linked to this one, in one step. */
export const spawnLink: Macros["spawnLink"] = stub("spawnLink");
/** Starts a process and monitors it, in one step. */
export const spawnMonitor: Macros["spawnMonitor"] = stub("spawnMonitor");
/** Runs `body` in a process of its own and settles with its result: the way in from ordinary code. Errors: ExitError. */
export const run: Macros["run"] = stub("run");
