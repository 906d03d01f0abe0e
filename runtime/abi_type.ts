/**
 * The types of what emitted code calls, for people: `tincture eject` writes calls of these functions into sources, where stock `tsc` checks them.
 *
 * A process waits by handing on from inside of a generator function: `const n = yield* rt.waited(rt.waitCall(room, room.size))`.
 */
import type { PartitionOptions, PartitionSupervisorDef } from "./application_type.js";
import type { parked } from "./core/fiber.js";
import type { skip } from "./core/selective.js";
import type { Accepts } from "./otp/validator/schema.js";
import type { Schema } from "./schema_type.js";
import type {
  After,
  Alias,
  Call,
  Cast,
  ChildSpec,
  Client,
  DynamicOptions,
  DynamicSupervisorDef,
  ExitReason,
  From,
  Handlers,
  Hook,
  MonitorRef,
  Name,
  Pid,
  Server,
  ServerOptions,
  Startable,
  SupervisorDef,
  SupervisorOptions,
} from "./types.js";

/** What an operation gives back that has to wait. */
export type Parked = typeof parked;
/** A clause function's answer to a message that it leaves. */
export type Skip = typeof skip;
/** Process code under way, that ends with `R`: what its generator function gives. */
export type Frame<R = unknown> = Generator<undefined, R, any>;
/** A function in place: process code that waits is a generator function, any other an ordinary one. */
type Code<A extends readonly any[], R> = (...args: A) => R | Frame<R>;
type AnyFunction = (...args: any[]) => unknown;

/** Waits for a promise; any other value is given straight back. */
export type Wait = <T>(value: T) => Awaited<T> | Parked;
/** `await fn.call(self, ...args)`. */
export type WaitCall = <F extends AnyFunction>(
  self: unknown,
  fn: F,
  ...args: Parameters<F>
) => Awaited<ReturnType<F>> | Parked;
/** `return fn.call(self, ...args)`: takes the place of the function that returns it. */
export type TailCall = <F extends AnyFunction>(self: unknown, fn: F, ...args: Parameters<F>) => Awaited<ReturnType<F>>;
/** The async function made of a generator function. */
export type ProcessFunction = <A extends any[], R>(
  body: (...args: A) => Frame<R>,
  name?: string,
) => (...args: A) => Promise<Awaited<R>>;
/** What `for await` runs over. */
export type IteratorOf = <T>(source: AsyncIterable<T> | Iterable<T | PromiseLike<T>>) => AsyncIterator<T>;

export interface Receive {
  <M = any, T = never>(clauses?: undefined, timeout?: After<T>): M | Awaited<T> | Parked;
  <M = any, R = unknown, T = never>(
    clauses: Code<[message: M], R>,
    timeout?: After<T>,
  ): Exclude<Awaited<R>, Skip> | Awaited<T> | Parked;
}
export interface ReceiveLater {
  <M = any, T = never>(clauses?: undefined, timeout?: After<T>): Promise<M | Awaited<T>>;
  <M = any, R = unknown, T = never>(
    clauses: Code<[message: M], R>,
    timeout?: After<T>,
  ): Promise<Exclude<Awaited<R>, Skip> | Awaited<T>>;
}
export type AfterFunction = <R>(ms: number, then: Code<[], R>) => After<R>;
export type Self = <M = any>() => Pid<M>;
export type Send = <M>(to: Pid<M> | Name | Alias<M>, message: M) => M;

export type Spawn = <M = any>(body: () => unknown) => Pid<M>;
export type SpawnMonitor = <M = any>(body: () => unknown) => { pid: Pid<M>; ref: MonitorRef };
export type Run = <R>(body: Code<[], R>) => Promise<Awaited<R>>;

/** A block taken apart: `init` makes the state, handlers are functions of it. */
export interface Definition<I extends any[], H> {
  init: (...init: I) => unknown;
  readonly handlers: H;
  /** What its parameters must be when another node starts it. Without it anything. */
  readonly accepts?: Accepts;
  /** The state variables by name: how an upgrade makes the first value of one, or null where only a start can. */
  readonly variables?: { readonly [name: string]: (() => unknown) | null };
  /** Of a durable server: the variables that a restart keeps. Without it all are. */
  readonly keeps?: readonly string[];
  /** Of a durable server: the variables that each handler may change. Without it all may be. */
  readonly changes?: Readonly<Record<string, readonly string[]>>;
}
/** In `init` of a durable server: these variables have their first values; what is kept takes their place. */
export type Restore = (state: object, ...names: string[]) => void;
/** The first argument names the server in reports. */
export interface GenserverFunction {
  <I extends any[], H extends Handlers>(
    title: string | undefined,
    definition: Definition<I, H>,
    options: ServerOptions<I> & { name: Name },
  ): Server<I, H> & Client<H>;
  <I extends any[], H extends Handlers>(
    title: string | undefined,
    definition: Definition<I, H>,
    options?: ServerOptions<I>,
  ): Server<I, H>;
}
/** What a handler takes from another node: validators, or Standard Schemas. */
type Accepted = Accepts | readonly Schema[];
/* `S` comes last: the others are those of the handler as the user wrote it, who may have given them. */
export type CallHandler = <A extends any[], R, S = any>(
  run: Code<[state: S, ...args: A], R>,
  accepts?: Accepted,
) => Call<A, Awaited<R>>;
export type CallLaterHandler = <A extends any[], R, S = any>(
  run: (state: S, from: From<R>, ...args: A) => unknown,
  accepts?: Accepted,
) => Call<A, R>;
export type CastHandler = <A extends any[], S = any>(
  run: (state: S, ...args: A) => unknown,
  accepts?: Accepted,
) => Cast<A>;
export type InfoHandler = <M, S = any>(run: (state: S, message: M) => unknown, accepts?: Accepted) => Hook;
export type AfterInitHandler = <S = any>(run: (state: S) => unknown) => Hook;
export type IdleHandler = <S = any>(ms: number | ((state: S) => number), run: (state: S) => unknown) => Hook;
export type TerminateHandler = <S = any>(run: (state: S, reason: ExitReason) => unknown) => Hook;
export type UpgradeHandler = <Old>(run: (old: Old, fromVersion: string) => unknown) => Hook;

/* The first argument is the name of the constant, for reports and for the id as a child. */
export type SupervisorFunction = <I extends any[]>(
  title: string | undefined,
  options: SupervisorOptions,
  children: (...init: I) => readonly (ChildSpec | Startable)[],
) => SupervisorDef<I>;
export type DynamicSupervisorFunction = (title: string | undefined, options?: DynamicOptions) => DynamicSupervisorDef;
export type PartitionSupervisorFunction = (
  title: string | undefined,
  options: PartitionOptions,
  child: Startable | ChildSpec | ((partition: number) => Startable | ChildSpec),
) => PartitionSupervisorDef;
