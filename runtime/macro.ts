/**
 * `tincture/macro`: what macros are written with. The plugin loads a macro module inside the build and answers these names itself (transformer/macro/api.ts);
 * here are their types, and what they do in a program that was not compiled: they fail at once, as macros do.
 *
 * A macro takes code and gives code: `Expr<T>` is a piece of the caller's program whose value would have the type `T`.
 */
import { uncompiled } from "./not_compiled.js";

/** A piece of code whose value would have type `T`. */
export interface Expr<out T = unknown> {
  readonly expr?: T;
  /** As it is written. */
  readonly text: string;
  /** What kind of code it is, and its parts. */
  readonly shape: Shape;
  /** Do both mean the same thing: the same name, however it is spelt here, or the same literal? `callee.means(quote(() => fetch))` */
  means(other: Expr): boolean;
}

/** Code taken apart. */
export type Shape =
  | { readonly kind: "literal"; readonly value: string | number | bigint | boolean | null | undefined }
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "member"; readonly object: Expr<any>; readonly name: string }
  | { readonly kind: "call"; readonly callee: Expr<any>; readonly arguments: readonly Expr<any>[] }
  | {
      /** A function written in place. `value` is what an arrow without braces gives; a body in braces is in `statements`. */
      readonly kind: "function";
      readonly async: boolean;
      readonly parameters: readonly Expr<any>[];
      readonly value: Expr<any> | undefined;
      readonly statements: readonly Expr<any>[] | undefined;
    }
  | { readonly kind: "object"; readonly properties: readonly Property[] }
  | { readonly kind: "array"; readonly items: readonly Expr<any>[] }
  | { readonly kind: "other" };

/** `name: value` of an object literal. */
export interface Property<out T = any> {
  readonly name: string;
  readonly value: Expr<T>;
}

/** The place of a macro's call. */
export interface Caller {
  /** The file's name from the project's folder, with slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The name of the function around the call; undefined in a nameless one and outside of all. */
  readonly function: string | undefined;
  /** Does the code run in a process? */
  readonly inProcess: boolean;
  /** Is the function around the call one that `macro` wrote, or a block given to it that stands there? */
  isIn(macro: (...args: never[]) => unknown): boolean;
}

/** What the type checker knows of an expression. */
export interface TypeInfo {
  /** As an editor shows it. */
  readonly text: string;
  /** The values of a union of literals: `["red", "green"]`; undefined for any other type. */
  readonly values: readonly (string | number | boolean)[] | undefined;
  readonly properties: readonly { readonly name: string; readonly text: string; readonly optional: boolean }[];
}

type Exprs<A extends readonly unknown[]> = { [K in keyof A]: Expr<A[K]> };

/**
 * Defines a macro: a function from the code of its arguments to the code that takes the place of the call. It is called like a function of the values.
 *
 * Shape: the value of a top-level constant, `export const unless = defmacro((condition: Expr<boolean>, body: Expr<() => void>) => quote(() => ...))`.
 * Errors: what it throws is reported at the call.
 *
 * @example
 * export const unless = defmacro((test: Expr<boolean>, body: Expr<() => void>) =>
 *   quote(() => {
 *     if (!unquote(test)) unquote(body)();
 *   }),
 * );
 * const seen: string[] = [];
 * unless(seen.length > 0, () => seen.push("empty"));
 * seen; // => ["empty"]
 */
export const defmacro: <A extends readonly unknown[], R>(
  expand: { expand(...args: Exprs<A>): Expr<R> | undefined }["expand"],
) => (...args: A) => R = () => uncompiled("a macro");

/**
 * Code as a value: the body of `body`, with the holes filled in. Names in it mean what they mean where it is written.
 *
 * @example
 * export const hypotenuse = defmacro((a: Expr<number>, b: Expr<number>) => quote(() => Math.hypot(unquote(a), unquote(b))));
 * hypotenuse(3, 4); // => 5
 */
export const quote: <R>(body: () => R) => Expr<R> = uncompiled("quote");

/**
 * In a quote: a hole for a piece of code. What is unquoted twice is evaluated twice; see `bindQuoted`.
 *
 * @example
 * export const twice = defmacro((n: Expr<number>) => quote(() => [unquote(n), unquote(n)]));
 * let calls = 0;
 * twice(++calls); // => [1, 2]
 */
export const unquote: <T>(code: Expr<T>) => T = uncompiled("unquote");

/**
 * In a quote: a hole for many. `f(...unquoteSplicing(args))`, `[...unquoteSplicing(items)]`, `{ ...unquoteSplicing(properties) }`, `unquoteSplicing(statements);`
 *
 * @example
 * export const reversed = defmacro((...items: Expr<number>[]) => quote(() => [...unquoteSplicing([...items].reverse())]));
 * reversed(1, 2, 3); // => [3, 2, 1]
 */
export const unquoteSplicing: {
  <T>(code: readonly Expr<T>[]): T[];
  <T>(properties: readonly Property<T>[]): Record<string, T>;
} = uncompiled("unquoteSplicing");

/**
 * A quote with values that are evaluated once, in order, before it: `bindQuoted({ n }, ({ n }) => n * n)`.
 *
 * @example
 * export const square = defmacro((n: Expr<number>) => bindQuoted({ n }, ({ n }) => n * n));
 * let calls = 1;
 * square(++calls); // => 4
 */
export const bindQuoted: <B extends Record<string, any>, R>(
  values: { readonly [K in keyof B]: Expr<B[K]> },
  body: (values: B) => R,
) => Expr<R> = uncompiled("bindQuoted");

/**
 * The code that makes a value: literals, arrays, plain objects, Map, Set, Date, RegExp. Errors: TypeError for what code can't make.
 *
 * @example
 * export const primes = defmacro(() => escape([2, 3, 5, 7].map((n) => ({ n }))));
 * primes()[3]; // => { n: 7 }
 */
// biome-ignore lint/suspicious/noShadowRestrictedNames: the word of Elixir; the old global is not used by anybody who reads this
export const escape: <T>(value: T) => Expr<T> = uncompiled("escape");

/**
 * The code of an async quote written where the call stands: what is around it waits. For `await` that the caller did not write.
 *
 * @example
 * export const settled = defmacro(<T>(value: Expr<Promise<T>>) => inPlace(quote(async () => await unquote(value))));
 * const load = async () => {
 *   const n: number = settled(Promise.resolve(20));
 *   return n + 1;
 * };
 * await load(); // => 21
 */
export const inPlace: <T>(code: Expr<Promise<T>>) => Expr<T> = uncompiled("inPlace");

/**
 * In a quote: the caller's names, past hygiene. `theirs<{ count: number }>().count += 1`
 *
 * @example
 * export const count = defmacro(() =>
 *   quote(() => {
 *     theirs<{ total: number }>().total += 1;
 *   }),
 * );
 * let total = 0;
 * count();
 * total; // => 1
 */
export const theirs: <Names = any>() => Names = uncompiled("theirs");

/**
 * Where the macro is called.
 *
 * @example
 * export const here = defmacro(() => escape(caller().function));
 * function greet() {
 *   return here();
 * }
 * greet(); // => "greet"
 */
export const caller: () => Caller = uncompiled("caller");

/**
 * The type of an expression; undefined where there is no type checker (a bundler), and for code that a macro made.
 *
 * @example
 * export const keys = defmacro((value: Expr<object>) => escape(typeOf(value)?.properties.map(({ name }) => name)));
 * keys({ a: 1 }) ?? "no type checker here"; // => "no type checker here"
 */
export const typeOf: (code: Expr) => TypeInfo | undefined = uncompiled("typeOf");

/**
 * Reports an error of the macro's own at a piece of code, or with `undefined` at the call. A macro that has reported may return nothing.
 *
 * @example
 * export const port = defmacro((n: Expr<number>) => {
 *   if (n.shape.kind !== "literal") report(n, "The port is written in place.");
 *   return n;
 * });
 * port(8080); // => 8080
 */
export const report: (code: Expr | undefined, message: string, hint?: string) => undefined = uncompiled("report");

/**
 * The expansion depends on a file that the macro reads: when it changes, the callers are compiled again. Relative to the macro's own file.
 *
 * @example
 * export const lines = defmacro((file: Expr<string>) => {
 *   const path = file.shape.kind === "literal" ? String(file.shape.value) : "";
 *   addDependency(path);
 *   return escape(path.length);
 * });
 * lines("schema.sql"); // => 10
 */
export const addDependency: (file: string | URL) => void = uncompiled("addDependency");
