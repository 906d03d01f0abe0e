/**
 * Validators of values that hold nothing that is looked into: primitives, literals, and objects of classes that arrive as they were sent.
 */
import { Alias } from "../../core/alias.js";
import { isObject } from "../../core/copy.js";
import { MonitorRef } from "../../core/monitor.js";
import { Process } from "../../core/process.js";
import { TimerRef } from "../../core/send.js";
import { PendingCall } from "../pending_call.js";
import { Problem, shown, type Validator, wrong } from "./validator.js";

function simple(expected: string, fits: (value: unknown) => boolean): Validator {
  return { expected, fits, isSimple: true, find: (value) => (fits(value) ? undefined : wrong(expected, value)) };
}

const ofType = (type: string, expected = `a ${type}`): Validator => simple(expected, (value) => typeof value === type);

export const string: Validator = ofType("string");
/** NaN and the infinities are numbers, as for TypeScript. */
export const number: Validator = ofType("number");
export const boolean: Validator = ofType("boolean");
export const bigint: Validator = ofType("bigint");
/** `unknown` and `any`: whatever can come. */
export const unknown: Validator = simple("anything", () => true);
/** `{}` */
export const defined: Validator = simple("anything but null and undefined", (value) => value != null);
/** `object` */
export const anyObject: Validator = simple("an object", isObject);
/** Functions, symbols, objects with methods: nothing of that type comes from another node. */
export const never: Validator = {
  expected: "what can't come from another node",
  fits: () => false,
  find: (value) =>
    new Problem(`can't come from another node, since its type has functions or private parts; got ${shown(value)}`),
};

/** A validator that admits only these values. */
export class Literal implements Validator {
  readonly expected: string;
  readonly isSimple = true;
  constructor(readonly values: readonly unknown[]) {
    this.expected = wordsOr(values.map(shown));
  }
  fits(value: unknown): boolean {
    return this.values.includes(value);
  }
  find(value: unknown): Problem | undefined {
    return this.fits(value) ? undefined : wrong(this.expected, value);
  }
}
export const literal = (...values: readonly unknown[]): Validator => new Literal(values);

/** Words that an error repeats. */
const MOST = 12;

/** `a, b or c` */
export function wordsOr(words: readonly string[]): string {
  if (words.length > MOST) return `one of ${words.slice(0, MOST).join(", ")}, … (${words.length} in all)`;
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The prototype of an object literal, in whatever realm, or none. */
export const isPlain = (proto: object | null): boolean => proto === null || Object.getPrototypeOf(proto) === null;

type Class = abstract new (...args: never[]) => unknown;

/** Classes of the language and of the package whose objects can be sent, by the name of the type. */
const classes: Readonly<Record<string, Class>> = {
  ...{ Date, RegExp, Error, ArrayBuffer, SharedArrayBuffer, DataView, Buffer },
  ...{ Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array },
  ...{ Float32Array, Float64Array, BigInt64Array, BigUint64Array },
  ...{ EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError },
  ...{ Pid: Process, Alias },
};

/** References of other nodes are objects of a class that the layer of nodes has; nothing else that comes from there is of a class unknown here. */
const isForeign = (value: unknown): boolean =>
  isObject(value) &&
  ![...Object.values(classes), Array, Map, Set].some((Class) => value instanceof Class) &&
  !isPlain(Object.getPrototypeOf(value));

/** References, which may be those of another node. */
const references: Readonly<Record<string, (value: unknown) => boolean>> = {
  MonitorRef: (value) => value instanceof MonitorRef || isForeign(value),
  TimerRef: (value) => value instanceof TimerRef || isForeign(value),
  From: (value) =>
    value instanceof PendingCall || (isForeign(value) && typeof (value as PendingCall).reply === "function"),
};

const made = new Map<string, Validator>();

/** An object of one of these classes, or of one below it. */
export function builtIn(name: string): Validator {
  const known = made.get(name);
  if (known !== undefined) return known;
  const expected = `${/^[AEI]/.test(name) ? "an" : "a"} ${name}`;
  const Class = classes[name] as Class;
  const validator = simple(expected, references[name] ?? ((value) => value instanceof Class));
  made.set(name, validator);
  return validator;
}
