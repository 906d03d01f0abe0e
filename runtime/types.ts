/**
 * The public types. Those of macros describe the code as the user writes it; the functions behind them are in `macro_stub.ts` (uncompiled) and `abi.ts`.
 *
 * Types shown in an editor stay flat: no conditional type in a position that people hover, where a mapped one will do.
 */
import type { ViaRegistry } from "./core/name.js";

/** Address of a process. `M` is what it accepts. Compared with `===`; it can be sent and stored. */
export interface Pid<in M = any> {
  readonly node: string;
  /** Serial number on its node, never used again. */
  readonly id: number;
  readonly accepts?: (message: M) => void;
}

/** Names a monitor; compared with `===`. */
export interface MonitorRef {
  readonly id: number;
}

/** Names a timer of `sendAfter`. */
export interface TimerRef {
  left(): number | false;
}

/** Why a process ended: "normal", "shutdown", { shutdown: x }, "killed", "noproc", "noconnection", an Error, or any plain data. */
export type ExitReason = unknown;

/** What a process that traps exits gets when a process linked to it ends, or somebody sends it an exit signal. */
export interface Exit {
  readonly tag: "EXIT";
  readonly pid: Pid;
  readonly reason: ExitReason;
}

/** What a monitor sends when the process it looks at has ended. `name` is there when it was asked for by name. */
export interface Down {
  readonly tag: "DOWN";
  readonly ref: MonitorRef;
  readonly pid: Pid;
  readonly name?: Name;
  readonly reason: ExitReason;
}

/* ---- names ---- */
export interface Via<K = unknown> {
  readonly via: ViaRegistry;
  readonly key: K;
}
export interface Global {
  readonly global: string;
}
export type Name = string | Via | Global;

/* ---- receive ---- */
export interface After<R> {
  readonly ms: number;
  readonly then: () => R;
}

/* ---- genserver ---- */
export interface Call<in A extends readonly any[], out R> {
  readonly kind: "call";
  readonly args?: (...args: A) => void;
  readonly result?: R;
}
export interface Cast<in A extends readonly any[]> {
  readonly kind: "cast";
  readonly args?: (...args: A) => void;
}
export interface Hook {
  readonly kind: "hook";
}
declare const from: unique symbol;
/** A caller that waits for `reply`. */
export interface From<in R> {
  readonly [from]?: (result: R) => void;
}

type Reserved = "at" | "of" | "with" | "start" | "startLink" | "child";
export type Handlers = Record<string, Call<any, any> | Cast<any> | Hook> & { [K in Reserved]?: never };

/** The functions of a server for its users: a call is a promise, a cast gives nothing. */
export type Client<H> = {
  [K in keyof H as H[K] extends Hook ? never : K]: H[K] extends Call<infer A, infer R>
    ? (...args: A) => Promise<R>
    : H[K] extends Cast<infer A>
      ? (...args: A) => void
      : never;
};

export interface ServerOptions<I extends any[]> {
  /** A fixed name, or how to make one of the init arguments. */
  name?: Name | ((...init: I) => Name);
  /** Milliseconds a call may take. Default 5000. */
  timeout?: number;
  /** Whether exit signals become EXIT messages for `info`. Default false. */
  trapExit?: boolean;
  /** Version of the state's shape, for `upgrade`. */
  version?: string;
}

export interface Server<I extends any[], H> {
  /** Starts a server and waits for its block. Errors: StartError. */
  start(...init: I): Promise<Pid>;
  /** The same, linked to the process that calls it. */
  startLink(...init: I): Promise<Pid>;
  /** The client of the server at this address. */
  at(address: Pid | Name): Client<H>;
  /** The client of the server whose name the `name` option makes of these arguments. */
  of(...init: I): Client<H>;
  /** The same server with other options. */
  with(options: ServerOptions<I> & { name: Name }): Server<I, H> & Client<H>;
  with(options: ServerOptions<I>): this;
}

export interface Genserver {
  <I extends any[], H extends Handlers>(
    block: (...init: I) => H | Promise<H>,
    options: ServerOptions<I> & { name: Name },
  ): Server<I, H> & Client<H>;
  <I extends any[], H extends Handlers>(
    block: (...init: I) => H | Promise<H>,
    options?: ServerOptions<I>,
  ): Server<I, H>;
}
