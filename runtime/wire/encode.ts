/**
 * Terms to bytes. What arrives on another node is what core/copy.ts would have given on this one, but for what can't leave it: functions, symbols, sockets and
 * other class instances are refused (`not_sendable`, with the path to the culprit), and an Error, which passes as it is on one node, arrives as one of the same
 * class, name, message, stack, cause and fields.
 *
 * Shape: a tag, then what it takes (tag.ts). Every object has a place, counted in the order in which objects begin, so cycles and what is there twice stay so.
 * Objects with the same keys name them once a message.
 *
 * The path is only kept on a second try, after the first has failed: the usual message pays nothing for it.
 */
import { COPY, copy, isObject } from "../core/copy.js";
import { failure } from "../core/error.js";
import type { Marks } from "./address.js";
import { type Bounds, NotSendable, type Step } from "./bound.js";
import { classOf } from "./error_class.js";
import * as tag from "./tag.js";
import type { Writer } from "./writer.js";

const { getPrototypeOf, getOwnPropertySymbols, hasOwn, keys } = Object;
const PLAIN: unknown = Object.prototype;
const LIST: unknown = Array.prototype;
/** From here on a Map finds what was seen. */
const MANY = 16;
/** How many of the latest shapes an object is held against. */
const SHAPES = 4;

const typeOfView = new Map<unknown, number>(tag.views.map((View, place) => [View.prototype, place]));
typeOfView.set(Buffer.prototype, tag.NODE_BUFFER);

const kinds: Readonly<Record<string, number>> = {
  pid: tag.PID,
  monitor: tag.MONITOR,
  timer: tag.TIMER,
  alias: tag.ALIAS,
  from: tag.FROM,
};

/** Also of another realm: its prototype is the end of the chain. */
const isPlain = (proto: object | null): boolean =>
  proto === null || (getPrototypeOf(proto) === null && hasOwn(proto, "isPrototypeOf"));

/** What can't be sent, in words. */
function nameOf(value: unknown): string {
  if (typeof value === "function") return `the function ${value.name || "(without a name)"}`;
  if (typeof value === "symbol") return `the symbol ${String(value)}`;
  return `an object of class ${(value as object).constructor?.name || "(without a name)"}`;
}

class Encoder {
  private seen: object[] = [];
  private places: Map<object, number> | null = null;
  private shapes: string[][] = [];
  private depth = 0;

  constructor(
    private readonly out: Writer,
    private readonly marks: Marks,
    private readonly bounds: Bounds,
    /** The way to where it is now; null while it isn't kept. */
    private readonly trail: Step[] | null,
    /** What can't be sent becomes a text: exit reasons must get through. */
    private lenient: boolean,
  ) {}

  term(value: unknown): void {
    switch (typeof value) {
      case "string":
        return this.out.text(value);
      case "number":
        return this.number(value);
      case "boolean":
        return this.out.byte(value ? tag.TRUE : tag.FALSE);
      case "undefined":
        return this.out.byte(tag.UNDEFINED);
      case "object":
        return value === null ? this.out.byte(tag.NULL) : this.object(value, value);
      case "bigint":
        this.out.byte(tag.BIGINT);
        return this.out.text(value.toString(16));
      default:
        return this.refuse(value);
    }
  }

  private refuse(value: unknown): void {
    if (!this.lenient) throw new NotSendable([...(this.trail ?? [])], nameOf(value));
    this.out.text(`(${nameOf(value)})`);
  }

  private number(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      this.out.byte(tag.FLOAT);
      return this.out.float(value);
    }
    if (value >= 0 && value < 128) return this.out.byte(value);
    this.out.byte(tag.INTEGER);
    // Zigzag, without leaving what a double counts exactly.
    if (value >= 0 && value <= Number.MAX_SAFE_INTEGER / 2) this.out.count(2 * value);
    else if (value < 0 && value >= -Number.MAX_SAFE_INTEGER / 2) this.out.count(-2 * value - 1);
    else this.large(value);
  }

  /** A safe integer whose double isn't one: as a float, which holds it exactly. */
  private large(value: number): void {
    this.out.count(Number.MAX_SAFE_INTEGER);
    this.out.float(value);
  }

  /** Writes that an object came before, or gives it a place. */
  private known(value: object): boolean {
    let place: number | undefined;
    if (this.places !== null) place = this.places.get(value);
    else if (this.seen.length > 0) {
      const found = this.seen.indexOf(value);
      if (found >= 0) place = found;
    }
    if (place !== undefined) {
      this.out.byte(tag.AGAIN);
      this.out.count(place);
      return true;
    }
    this.seen.push(value);
    if (this.places !== null) this.places.set(value, this.seen.length - 1);
    else if (this.seen.length === MANY) this.places = new Map(this.seen.map((object, i) => [object, i]));
    return false;
  }

  /** Stands for an object that has a place and can't be sent: not a plain object, as that would be a shape. */
  private nothing(): void {
    this.out.byte(tag.NULL_OBJECT);
    this.out.count(0);
  }

  /** `identity` is the object that the sender has, when a copy rule made another of it. */
  private object(value: object, identity: object): void {
    const proto = getPrototypeOf(value);
    if (proto !== PLAIN && proto !== LIST && this.mark(value)) return;
    if (this.known(identity)) return;
    if (++this.depth > this.bounds.maxDepth) {
      if (!this.lenient) throw failure("not_sendable/depth", { limit: this.bounds.maxDepth });
      this.depth--;
      return this.nothing();
    }
    this.content(value, proto);
    this.depth--;
  }

  private content(value: object, proto: object | null): void {
    if (proto === PLAIN) return this.fields(value, tag.OBJECT);
    if (Array.isArray(value)) return this.list(value);
    if (value instanceof Error) return this.error(value);
    const view = typeOfView.get(proto);
    if (view !== undefined) return this.view(value as ArrayBufferView, view);
    switch (proto) {
      case Map.prototype:
        return this.map(value as Map<unknown, unknown>);
      case Set.prototype:
        return this.set(value as Set<unknown>);
      case Date.prototype:
        this.out.byte(tag.DATE);
        return this.out.float((value as Date).getTime());
      case RegExp.prototype: {
        const { source, flags, lastIndex } = value as RegExp;
        this.out.byte(tag.REGEXP);
        this.out.text(source);
        this.out.text(flags);
        // Anybody may have written anything to it; below 0 it means 0.
        return this.out.count(Number.isSafeInteger(lastIndex) && lastIndex > 0 ? lastIndex : 0);
      }
      case ArrayBuffer.prototype:
        this.out.byte(tag.BUFFER);
        return this.out.raw(new Uint8Array(value as ArrayBuffer));
    }
    if (isPlain(proto)) return this.fields(value, proto === null ? tag.NULL_OBJECT : tag.OBJECT);
    this.instance(value);
  }

  /** An instance of a class: by its copy rule, if that makes data of it. */
  private instance(value: object): void {
    const rule = this.bounds.copyRules === false ? undefined : (value as { [COPY]?: unknown })[COPY];
    const made: unknown = typeof rule === "function" ? rule.call(value, copy) : value;
    this.seen.pop();
    this.places?.delete(value);
    if (!isObject(made)) return this.term(made);
    const proto = getPrototypeOf(made);
    if (
      made === value ||
      !(isPlain(proto) || Array.isArray(made) || proto === Map.prototype || proto === Set.prototype)
    )
      return this.refuse(value);
    this.object(made, value);
  }

  private mark(value: object): boolean {
    const found = this.marks.markOf(value);
    if (found === undefined) return false;
    const { node, creation, id } = found.mark;
    this.out.byte(kinds[found.kind] as number);
    this.out.text(node);
    this.out.count(creation);
    this.out.count(id);
    return true;
  }

  private part(step: Step, value: unknown): void {
    if (this.trail === null) return this.term(value);
    this.trail.push(step);
    this.term(value);
    this.trail.pop();
  }

  private fields(value: object, as: number): void {
    const names = keys(value);
    for (const symbol of getOwnPropertySymbols(value))
      if (Object.prototype.propertyIsEnumerable.call(value, symbol)) return this.symbolKey(symbol);
    const like = as === tag.OBJECT ? this.shapeOf(names) : -1;
    if (like >= 0) {
      this.out.byte(tag.LIKE);
      this.out.count(like);
    } else {
      this.out.byte(as);
      this.out.count(names.length);
      for (const name of names) this.out.text(name);
    }
    for (const name of names) this.part(name, (value as Record<string, unknown>)[name]);
  }

  private symbolKey(symbol: symbol): void {
    if (!this.lenient) throw new NotSendable([...(this.trail ?? [])], `the key ${String(symbol)}`);
    this.nothing();
  }

  /** The place of a shape with these keys, or -1; then it is one from now on. */
  private shapeOf(names: string[]): number {
    const { shapes } = this;
    for (let i = shapes.length - 1; i >= 0 && i >= shapes.length - SHAPES; i--)
      if (sameKeys(shapes[i] as string[], names)) return i;
    shapes.push(names);
    return -1;
  }

  private list(value: unknown[]): void {
    const { length } = value;
    if (length > this.bounds.maxBytes) throw failure("not_sendable/size", { limit: this.bounds.maxBytes });
    const match = length > 0 && "groups" in value ? (value as unknown as RegExpExecArray) : undefined;
    this.out.byte(match === undefined ? tag.LIST : tag.MATCH);
    this.out.count(length);
    for (let i = 0; i < length; i++) {
      const part = value[i];
      if (part === undefined && !(i in value)) this.out.byte(tag.HOLE);
      else this.part(i, part);
    }
    if (match === undefined) return;
    for (const name of ["index", "input", "groups", "indices"] as const) this.part(name, match[name]);
  }

  private map(value: Map<unknown, unknown>): void {
    this.out.byte(tag.MAP);
    this.out.count(value.size);
    let place = 0;
    for (const [key, part] of value) {
      this.part(place, key);
      this.part(typeof key === "string" ? key : place, part);
      place++;
    }
  }

  private set(value: Set<unknown>): void {
    this.out.byte(tag.SET);
    this.out.count(value.size);
    let place = 0;
    for (const part of value) this.part(place++, part);
  }

  private view(value: ArrayBufferView, type: number): void {
    const { buffer, byteOffset, byteLength } = value;
    if (!(buffer instanceof ArrayBuffer)) return this.shared();
    const whole = byteLength === buffer.byteLength;
    this.out.byte(whole ? tag.VIEW : tag.PART);
    this.out.byte(type);
    if (whole) this.object(buffer, buffer);
    else this.out.raw(new Uint8Array(buffer, byteOffset, byteLength));
  }

  private shared(): void {
    if (!this.lenient) throw new NotSendable([...(this.trail ?? [])], "memory that is shared");
    this.nothing();
  }

  /** An Error always gets through: what can't be sent of its fields becomes a text. */
  private error(error: Error): void {
    const { lenient } = this;
    this.lenient = true;
    this.out.byte(tag.ERROR);
    this.out.count(classOf(error));
    for (const name of ["name", "message", "stack"] as const) this.out.text(String(readField(error, name) ?? ""));
    const names = keys(error).filter((name) => name !== "stack" && name !== "message");
    for (const name of ["cause", "errors"]) if (hasOwn(error, name) && !names.includes(name)) names.push(name);
    this.out.count(names.length);
    for (const name of names) {
      this.out.text(name);
      this.out.byte(Object.prototype.propertyIsEnumerable.call(error, name) ? 1 : 0);
      this.part(name, readField(error, name));
    }
    this.lenient = lenient;
  }
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Nobody is there to be told that a getter of an exit reason throws. */
function readField(error: Error, name: string): unknown {
  try {
    return (error as unknown as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

/** Writes a term. Errors: `not_sendable`. With `lenient`, what can't be sent becomes a text that says what it was. */
export function encode(out: Writer, value: unknown, marks: Marks, bounds: Bounds, lenient = false): void {
  if (typeof value !== "object") return new Encoder(out, marks, bounds, null, lenient).term(value);
  try {
    new Encoder(out, marks, bounds, null, lenient).term(value);
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== "not_sendable") throw error;
    // Again, to say where.
    new Encoder(out, marks, bounds, [], lenient).term(value);
    throw error;
  }
}
