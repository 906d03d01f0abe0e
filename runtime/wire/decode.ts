/**
 * Bytes to terms: the other way of encode.ts. The bytes may be anybody's.
 *
 * What comes out is bounded by what came in: no length is believed that isn't there, nothing is run but constructors of data. A key `__proto__` is a key.
 * Errors: BadBytes, whatever is wrong.
 */
import type { MarkKind, Marks } from "./address.js";
import { BadBytes, type Bounds } from "./bound.js";
import { makeError } from "./error_class.js";
import type { Reader } from "./reader.js";
import * as tag from "./tag.js";

type Fields = Record<string, unknown>;

const kinds: Readonly<Record<number, MarkKind>> = {
  [tag.PID]: "pid",
  [tag.MONITOR]: "monitor",
  [tag.TIMER]: "timer",
  [tag.ALIAS]: "alias",
  [tag.FROM]: "from",
};

/** `__proto__` as an ordinary key; all others the fast way. */
function setField(target: object, name: string, value: unknown): void {
  if (name !== "__proto__") (target as Fields)[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
}

class Decoder {
  private readonly objects: unknown[] = [];
  private readonly shapes: string[][] = [];
  private depth = 0;

  constructor(
    private readonly from: Reader,
    private readonly marks: Marks,
    private readonly bounds: Bounds,
  ) {}

  term(): unknown {
    const { from } = this;
    if (from.isText()) return from.text();
    const kind = from.byte();
    if (kind < 128) return kind;
    switch (kind) {
      case tag.UNDEFINED:
        return undefined;
      case tag.NULL:
        return null;
      case tag.FALSE:
        return false;
      case tag.TRUE:
        return true;
      case tag.INTEGER:
        return this.integer();
      case tag.FLOAT:
        return from.float();
      case tag.BIGINT:
        return this.bigint();
      case tag.AGAIN:
        return this.again();
      case tag.PID:
      case tag.MONITOR:
      case tag.TIMER:
      case tag.ALIAS:
      case tag.FROM:
        return this.mark(kinds[kind] as MarkKind);
    }
    if (++this.depth > this.bounds.maxDepth) throw new BadBytes("nested too deep");
    const value = this.object(kind);
    this.depth--;
    return value;
  }

  private integer(): number {
    const zigzag = this.from.count();
    if (zigzag === Number.MAX_SAFE_INTEGER) return this.from.float();
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  private bigint(): bigint {
    const text = this.from.text();
    return text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
  }

  private again(): unknown {
    const value = this.objects[this.from.count()];
    if (value === undefined) throw new BadBytes("an object that didn't come before");
    return value;
  }

  private mark(kind: MarkKind): object {
    return this.marks.objectOf(kind, { node: this.from.text(), creation: this.from.count(), id: this.from.count() });
  }

  private keep<T>(value: T): T {
    this.objects.push(value);
    return value;
  }

  private object(kind: number): unknown {
    const { from } = this;
    switch (kind) {
      case tag.OBJECT:
        return this.fields(this.keep({}), this.shape());
      case tag.LIKE: {
        const shape = this.shapes[from.count()];
        if (shape === undefined) throw new BadBytes("a shape that didn't come before");
        return this.fields(this.keep({}), shape);
      }
      case tag.NULL_OBJECT:
        return this.fields(this.keep(Object.create(null)), this.names());
      case tag.LIST:
        return this.list();
      case tag.MATCH:
        return this.match();
      case tag.MAP:
        return this.map();
      case tag.SET:
        return this.set();
      case tag.DATE:
        return this.keep(new Date(from.float()));
      case tag.REGEXP:
        return this.keep(Object.assign(new RegExp(from.text(), from.text()), { lastIndex: from.count() }));
      case tag.BUFFER:
        return this.keep(from.raw());
      case tag.VIEW:
      case tag.PART:
        return this.view(kind);
      case tag.ERROR:
        return this.error();
      default:
        throw new BadBytes(`no term begins with ${kind}`);
    }
  }

  private names(): string[] {
    const names: string[] = [];
    for (let left = this.from.many(2); left > 0; left--) names.push(this.from.text());
    return names;
  }

  private shape(): string[] {
    const names = this.names();
    this.shapes.push(names);
    return names;
  }

  private fields(target: object, names: readonly string[]): object {
    // The values are not there yet when the keys of an earlier object are named: so an object takes at least its bytes.
    if (names.length > this.from.left) throw new BadBytes("fewer values than keys");
    for (const name of names) setField(target, name, this.term());
    return target;
  }

  private list(): unknown[] {
    const { from } = this;
    const count = from.many(1);
    const list: unknown[] = this.keep([]);
    for (let i = 0; i < count; i++) {
      if (from.peek() === tag.HOLE) {
        from.byte();
        list.length = i + 1;
      } else list[i] = this.term();
    }
    return list;
  }

  private match(): unknown[] {
    const list = this.list();
    for (const name of ["index", "input", "groups"]) setField(list, name, this.term());
    const indices = this.term();
    if (indices !== undefined) setField(list, "indices", indices);
    return list;
  }

  private map(): Map<unknown, unknown> {
    const map = this.keep(new Map());
    for (let left = this.from.many(2); left > 0; left--) {
      const key = this.term();
      map.set(key, this.term());
    }
    return map;
  }

  private set(): Set<unknown> {
    const set = this.keep(new Set());
    for (let left = this.from.many(1); left > 0; left--) set.add(this.term());
    return set;
  }

  private view(kind: number): ArrayBufferView {
    const place = this.objects.push(undefined) - 1;
    const type = this.from.byte();
    const buffer = kind === tag.VIEW ? this.term() : this.from.raw();
    if (!(buffer instanceof ArrayBuffer)) throw new BadBytes("a view of what is no buffer");
    const View = tag.views[type];
    if (View === undefined && type !== tag.NODE_BUFFER) throw new BadBytes(`no view has the number ${type}`);
    const view = View === undefined ? Buffer.from(buffer) : new View(buffer);
    this.objects[place] = view;
    return view;
  }

  private error(): Error {
    const { from } = this;
    const place = from.count();
    const name = from.text();
    const error = this.keep(makeError(place, from.text(), from.text()));
    if (error.name !== name) Object.defineProperty(error, "name", { value: name, writable: true, configurable: true });
    for (let left = from.many(3); left > 0; left--) {
      const field = from.text();
      const enumerable = from.byte() === 1;
      Object.defineProperty(error, field, { value: this.term(), enumerable, writable: true, configurable: true });
    }
    return error;
  }
}

/** Reads a term. Errors: BadBytes. */
export function decode(from: Reader, marks: Marks, bounds: Bounds): unknown {
  try {
    return new Decoder(from, marks, bounds).term();
  } catch (error) {
    throw error instanceof BadBytes ? error : new BadBytes(String(error));
  }
}
