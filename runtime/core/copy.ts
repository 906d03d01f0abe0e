/**
 * Messages are values: what one process gives another is copied, so that neither can change what the other has. The one policy, and the one function.
 *
 * | value | what arrives |
 * |---|---|
 * | primitives, functions, pids, references, clients | the same |
 * | plain objects (also without prototype), arrays, Map, Set | a copy, all the way down; cycles and things that are there twice stay so |
 * | Date, RegExp, ArrayBuffer, typed arrays, Buffer, DataView | a copy; of a view of a part of its buffer, that part alone |
 * | plain data that is frozen all the way down | the same: nobody can change it |
 * | Error, SharedArrayBuffer and what looks into it | the same |
 * | class instances | what the method `[Symbol.for("tincture.copy")](copy)` makes; without one, the same |
 *
 * A property that is computed (a getter) is read once, by the sender, and arrives as data. Keys that are symbols count; properties that are not enumerable
 * are left out, and so are named properties of arrays, except those of a regular expression's match.
 *
 * A flat object of three fields takes about 90 ns (a plain loop 70, structuredClone 1,200), half of it the look for symbols. Nested data has a list of what was
 * seen, searched from end to end while it is short, a Map from 16 on. Nesting costs no stack.
 */
import { Process } from "./process.js";

/** Under this key a class has its copy rule: a method that gives the copy. It gets `copy`, for its parts. */
export const COPY: unique symbol = Symbol.for("tincture.copy") as never;

type Fields = { [key: string | symbol]: unknown };

const { getPrototypeOf, getOwnPropertySymbols, isFrozen, hasOwn } = Object;
const PLAIN: unknown = Object.prototype;
const LIST: unknown = Array.prototype;

export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The value as another process may have it. */
export function copy<T>(value: T): T {
  return isObject(value) ? (copyObject(value) as T) : value;
}

/** The same for a message whose outermost object was made for it (a literal in the place of the argument): only what it holds is copied. */
export function copyParts<T extends object>(fresh: T): T {
  for (const key in fresh) {
    const part = fresh[key];
    if (isObject(part) && !(part instanceof Process)) return new Copying().finish(fresh, fresh) as T;
  }
  return fresh;
}

/** The same for an exit reason: nobody is there to be told that one of its getters throws, so then it is passed on as it is. */
export function copyReason(reason: unknown): unknown {
  try {
    return copy(reason);
  } catch {
    return reason;
  }
}

/** The same for the arguments of a function: changes the array, which must be the caller's own. */
export function copyArguments(args: unknown[]): unknown[] {
  let place = -1;
  for (let i = 0; i < args.length; i++) {
    if (!isObject(args[i])) continue;
    if (place >= 0) return new Copying().finish(args, args) as unknown[];
    place = i;
  }
  if (place >= 0) args[place] = copyObject(args[place] as object);
  return args;
}

function copyObject(value: object): object {
  const proto = getPrototypeOf(value);
  if (proto === PLAIN) {
    if (isFrozen(value) && new Copying().isFrozenThrough(value)) return value;
    const clone: Fields = { ...value };
    for (const key in clone) {
      const part = clone[key];
      if (isObject(part) && !(part instanceof Process)) return new Copying().finish(value, clone);
    }
    return getOwnPropertySymbols(clone).length === 0 ? clone : new Copying().finish(value, clone);
  }
  if (value instanceof Process) return value;
  const copying = new Copying();
  const clone = copying.begin(value) as object;
  return clone === value ? value : copying.finish(value, clone);
}

type Begin = (value: never, copying: Copying) => object;

/** Views of a whole buffer go on sharing its copy; a view of a part (a small Buffer in its pool) takes that part alone. */
function viewBy(make: (buffer: ArrayBuffer) => object): Begin {
  return (value: ArrayBufferView, copying) => {
    const { buffer, byteOffset, byteLength } = value;
    if (buffer instanceof SharedArrayBuffer) return value;
    const whole = byteLength === buffer.byteLength;
    return make(whole ? (copying.part(buffer) as ArrayBuffer) : buffer.slice(byteOffset, byteOffset + byteLength));
  };
}

const views: (new (buffer: ArrayBuffer) => object)[] = [
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView],
];

/** A date in a message is data: nothing here asks what time it is (clock.ts does). */
const { Date: Day } = globalThis;

/** How a copy begins, by prototype: containers empty, the rest whole. Subclasses are class instances and not in here. */
const builtIn = new Map<unknown, Begin>([
  [Map.prototype, () => new Map()],
  [Set.prototype, () => new Set()],
  [Day.prototype, (date: Date) => new Day(date.getTime())],
  [RegExp.prototype, (regexp: RegExp) => Object.assign(new RegExp(regexp), { lastIndex: regexp.lastIndex })],
  [ArrayBuffer.prototype, (buffer: ArrayBuffer) => buffer.slice(0)],
  [Buffer.prototype, viewBy((buffer) => Buffer.from(buffer))],
  ...views.map((Type): [unknown, Begin] => [Type.prototype, viewBy((buffer) => new Type(buffer))]),
]);

/** Objects of another realm (vm) are plain as well: their prototype is the end of the chain and has what every Object.prototype has. */
const isPlain = (proto: object | null): boolean =>
  proto === PLAIN || proto === null || (getPrototypeOf(proto) === null && hasOwn(proto, "isPrototypeOf"));
const isList = (value: object, proto: unknown): value is unknown[] =>
  Array.isArray(value) && (proto === LIST || Array.isArray(proto));

/** Arrays longer than this are full of holes: V8 has none that aren't. */
const LONGEST = 2 ** 25;

function beginList(list: unknown[]): unknown[] {
  if (list.length > LONGEST) return Object.assign([], list, { length: list.length });
  const clone = list.slice();
  if (!("groups" in list)) return clone;
  const { index, input, groups, indices } = list as unknown as RegExpExecArray;
  return Object.assign(clone, { index, input, groups }, indices && { indices });
}

/** Objects known to be frozen through. Once so, they stay so. */
const frozenThrough = new WeakSet<object>();
/** How many objects of a message are looked at in vain for whether they are frozen through; after that it is copied without asking. */
const PATIENCE = 1000;
/** From here on a Map finds what was seen. */
const MANY = 16;

/** The copy of one message: what was seen of it, and what is still to be filled. */
class Copying {
  private readonly originals: object[] = [];
  private readonly clones: object[] = [];
  private index: Map<object, object> | null = null;
  private patience = PATIENCE;

  /** Begins the copy of an object and gives it; the object itself if it is passed on as it is. */
  begin(value: object): object {
    const proto = getPrototypeOf(value);
    if (proto === PLAIN) return this.isFrozenThrough(value) ? value : { ...value };
    if (isList(value, proto)) return this.isFrozenThrough(value) ? value : beginList(value);
    const start = builtIn.get(proto);
    if (start !== undefined) return start(value as never, this);
    if (isPlain(proto)) return this.isFrozenThrough(value) ? value : Object.setPrototypeOf({ ...value }, proto);
    const rule = (value as Fields)[COPY];
    return typeof rule === "function" ? rule.call(value, copy) : value;
  }

  /** Ends a copy that was begun: copies all that is below. */
  finish(value: object, clone: object): object {
    this.add(value, clone);
    for (let i = 0; i < this.clones.length; i++) this.fill(this.originals[i] as object, this.clones[i] as object);
    return clone;
  }

  /** Something in the message. */
  part(value: unknown): unknown {
    if (!isObject(value) || value instanceof Process) return value;
    const known = this.find(value);
    if (known !== undefined) return known;
    const clone = this.begin(value);
    if (clone !== value) this.add(value, clone);
    return clone;
  }

  private find(value: object): object | undefined {
    if (this.index !== null) return this.index.get(value);
    const place = this.originals.indexOf(value);
    return place < 0 ? undefined : this.clones[place];
  }

  private add(value: object, clone: object): void {
    this.originals.push(value);
    this.clones.push(clone);
    if (this.index !== null) this.index.set(value, clone);
    else if (this.originals.length === MANY)
      this.index = new Map(this.originals.map((original, i) => [original, this.clones[i] as object]));
  }

  /** Puts copies of the parts in. What a copy rule made is left as it is. */
  private fill(value: object, clone: object): void {
    const proto = getPrototypeOf(value);
    if (isList(value, proto)) this.fillList(clone as unknown[]);
    else if (proto === Map.prototype)
      for (const [key, part] of value as Map<unknown, unknown>)
        (clone as Map<unknown, unknown>).set(this.part(key), this.part(part));
    else if (proto === Set.prototype)
      for (const part of value as Set<unknown>) (clone as Set<unknown>).add(this.part(part));
    else if (isPlain(proto)) this.fillFields(clone as Fields);
  }

  private fillList(clone: unknown[]): void {
    if (clone.length > LONGEST || "groups" in clone) return this.fillFields(clone as unknown as Fields);
    for (let i = 0; i < clone.length; i++) if (isObject(clone[i])) clone[i] = this.part(clone[i]);
  }

  private fillFields(clone: Fields): void {
    for (const key in clone) {
      const part = clone[key];
      if (isObject(part) && hasOwn(clone, key)) clone[key] = this.part(part);
    }
    for (const key of getOwnPropertySymbols(clone)) clone[key] = this.part(clone[key]);
  }

  /** Whether plain data is frozen, and all that it holds. */
  isFrozenThrough(root: object): boolean {
    if (!isFrozen(root)) return false;
    if (frozenThrough.has(root)) return true;
    if (this.patience < 0) return false;
    const seen = new Set([root]);
    const plain: object[] = [];
    for (const value of seen) {
      this.patience--;
      const proto = getPrototypeOf(value);
      if (!isPlain(proto) && !isList(value, proto)) {
        if (builtIn.has(proto) || COPY in value) return false;
        continue;
      }
      if (!isFrozen(value)) return false;
      plain.push(value);
      for (const key of Reflect.ownKeys(value)) {
        const property = Object.getOwnPropertyDescriptor(value, key);
        if (property?.get !== undefined) return false;
        if (isObject(property?.value)) seen.add(property.value);
      }
    }
    this.patience = PATIENCE;
    for (const value of plain) frozenThrough.add(value);
    return true;
  }
}
