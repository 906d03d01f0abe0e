/**
 * Validators of values that hold others: arrays, tuples, objects, maps and sets.
 *
 * What a type does not speak of (excess properties and arguments) is not looked at, as TypeScript's assignment does not. A property counts only when it is the object's own,
 * so nothing that every object inherits (`constructor`, `toString`) stands for one that is missing.
 */
import { isObject } from "../../core/copy.js";
import { isPlain, Literal } from "./simple.js";
import { Around, Problem, property, type Seen, shown, type Validator, wrong } from "./validator.js";

const { hasOwn } = Object;

/** Data with properties of its own: what arrives from another node for an object literal, or for an Error. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (!isObject(value) || Array.isArray(value)) return false;
  return isPlain(Object.getPrototypeOf(value)) || value instanceof Error;
}

const own = (value: object, key: string): unknown =>
  hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

export class Optional implements Validator {
  readonly isSimple: boolean;
  constructor(readonly inner: Validator) {
    this.isSimple = inner.isSimple === true;
  }
  get expected(): string {
    return this.inner.expected;
  }
  fits(value: unknown): boolean {
    return value === undefined || this.inner.fits(value);
  }
  find(value: unknown, seen: Seen): Problem | undefined {
    return value === undefined ? undefined : this.inner.find(value, seen);
  }
}
/** A property, an element or an argument that may be left out. */
export const optional = (inner: Validator): Validator => new Optional(inner);

export class Rest extends Around {
  constructor(readonly inner: Validator) {
    super();
  }
}
/** All further elements of a tuple, or arguments of a handler. */
export const rest = (inner: Validator): Validator => new Rest(inner);

class ArrayOf implements Validator {
  readonly expected = "an array";
  constructor(private readonly item: Validator) {}
  fits(value: unknown): boolean {
    return Array.isArray(value);
  }
  find(value: unknown, seen: Seen): Problem | undefined {
    if (!Array.isArray(value)) return wrong(this.expected, value);
    return seen.has(value, this, value.length) ? undefined : findInList(value, 0, value.length, this.item, seen);
  }
}
export const array = (item: Validator): Validator => new ArrayOf(item);

function findInList(list: readonly unknown[], from: number, to: number, item: Validator, seen: Seen) {
  for (let i = from; i < to; i++) {
    const problem = item.find(list[i], seen);
    if (problem !== undefined) return problem.at(`[${i}]`);
  }
  return undefined;
}

class Tuple implements Validator {
  readonly expected: string;
  private readonly least: number;
  private readonly most: number;
  /** In front of a rest: behind it, an item's place depends on the length. */
  private readonly leading: readonly Validator[];
  constructor(private readonly items: readonly Validator[]) {
    this.least = items.filter((item) => !(item instanceof Optional || item instanceof Rest)).length;
    const spread = items.findIndex((item) => item instanceof Rest);
    this.most = spread < 0 ? items.length : Number.POSITIVE_INFINITY;
    this.leading = spread < 0 ? items : items.slice(0, spread);
    const { least, most } = this;
    const count =
      most === least ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
    this.expected = `an array of ${count}`;
  }
  /** Tuples are told apart by their literals, too. */
  fits(value: unknown): boolean {
    if (!this.hasLength(value)) return false;
    return this.leading.every((item, i) => !(item instanceof Literal) || item.fits(value[i]));
  }
  private hasLength(value: unknown): value is unknown[] {
    return Array.isArray(value) && value.length >= this.least && value.length <= this.most;
  }
  find(value: unknown, seen: Seen): Problem | undefined {
    if (Array.isArray(value) && !this.hasLength(value))
      return new Problem(`should be ${this.expected}, got an array of ${value.length}`);
    if (!this.hasLength(value)) return wrong(this.expected, value);
    if (seen.has(value, this, value.length)) return undefined;
    const found = findInTuple(value, this.items, seen);
    return found?.problem.at(`[${found.place}]`);
  }
}
export const tuple = (items: readonly Validator[]): Validator => new Tuple(items);

/** The first of a list's elements that its validator does not admit. A `rest` may have others after it. */
export function findInTuple(
  list: readonly unknown[],
  items: readonly Validator[],
  seen: Seen,
): { problem: Problem; place: number } | undefined {
  const spread = items.findIndex((item) => item instanceof Rest);
  const after = spread < 0 ? 0 : items.length - spread - 1;
  const look = (item: Validator, place: number) => {
    const problem = item.find(list[place], seen);
    return problem && { problem, place };
  };
  for (const [i, item] of items.entries()) {
    if (spread < 0 || i < spread) {
      const found = look(item, i);
      if (found !== undefined) return found;
    } else if (i > spread) {
      const found = look(item, Math.max(list.length - after, spread) + i - spread - 1);
      if (found !== undefined) return found;
    } else
      for (let place = spread; place < list.length - after; place++) {
        const found = look(item, place);
        if (found !== undefined) return found;
      }
  }
  return undefined;
}

/** Keys that an index signature of numbers speaks of. */
const isNumeric = (key: string): boolean => String(Number(key)) === key;

export class ObjectOf implements Validator {
  readonly expected = "an object";
  readonly fields: ReadonlyMap<string, Validator>;
  /** Those that tell the objects of a union apart. */
  readonly tags: ReadonlyMap<string, Literal>;
  constructor(
    fields: Readonly<Record<string, Validator>>,
    private readonly index: Validator | undefined,
    private readonly numeric: boolean,
  ) {
    // The simple ones first: a member of a union that does not fit is left before it is gone through.
    const order = (validator: Validator): number => (validator.isSimple === true ? 0 : 1);
    const entries = Object.entries(fields).sort(([, a], [, b]) => order(a) - order(b));
    this.fields = new Map(entries);
    this.tags = new Map(entries.filter((entry): entry is [string, Literal] => entry[1] instanceof Literal));
  }

  fits(value: unknown): boolean {
    if (!isRecord(value)) return false;
    for (const [key, tag] of this.tags) if (!tag.fits(own(value, key))) return false;
    return true;
  }

  find(value: unknown, seen: Seen): Problem | undefined {
    if (!isRecord(value)) return wrong(this.expected, value);
    if (seen.has(value, this, this.fields.size)) return undefined;
    for (const [key, validator] of this.fields) {
      const problem = validator.find(own(value, key), seen);
      if (problem !== undefined) return problem.at(property(key));
    }
    return this.findFurther(value, seen);
  }

  /** An own `__proto__` becomes the prototype of whatever it is assigned to by its key: nobody means that. */
  private findFurther(value: Record<string, unknown>, seen: Seen): Problem | undefined {
    if (this.index === undefined)
      return hasOwn(value, "__proto__") && !this.fields.has("__proto__") ? notAKey() : undefined;
    for (const key of Object.keys(value)) {
      if (this.fields.has(key) || (this.numeric && !isNumeric(key))) continue;
      if (key === "__proto__") return notAKey();
      const problem = this.index.find(value[key], seen);
      if (problem !== undefined) return problem.at(property(key));
    }
    return undefined;
  }
}

const notAKey = (): Problem => new Problem("should not have a key __proto__");

/** An object with these properties; `index` for all others, or, when `numeric`, for those others whose keys are numbers. */
export const object = (fields: Readonly<Record<string, Validator>>, index?: Validator, numeric = false): Validator =>
  new ObjectOf(fields, index, numeric);

class MapOf implements Validator {
  readonly expected = "a Map";
  constructor(
    private readonly key: Validator,
    private readonly value: Validator,
  ) {}
  fits(value: unknown): boolean {
    return value instanceof Map;
  }
  find(value: unknown, seen: Seen): Problem | undefined {
    if (!(value instanceof Map)) return wrong(this.expected, value);
    if (seen.has(value, this, 2 * value.size)) return undefined;
    let place = 0;
    for (const [key, item] of value) {
      const ofKey = this.key.find(key, seen);
      if (ofKey !== undefined) return ofKey.at(`.keys()[${place}]`);
      const problem = this.value.find(item, seen);
      if (problem !== undefined) return problem.at(`.get(${shown(key)})`);
      place++;
    }
    return undefined;
  }
}
export const map = (key: Validator, value: Validator): Validator => new MapOf(key, value);

class SetOf implements Validator {
  readonly expected = "a Set";
  constructor(private readonly item: Validator) {}
  fits(value: unknown): boolean {
    return value instanceof Set;
  }
  find(value: unknown, seen: Seen): Problem | undefined {
    if (!(value instanceof Set)) return wrong(this.expected, value);
    if (seen.has(value, this, value.size)) return undefined;
    let place = 0;
    for (const item of value) {
      const problem = this.item.find(item, seen);
      if (problem !== undefined) return problem.at(`.values()[${place}]`);
      place++;
    }
    return undefined;
  }
}
export const set = (item: Validator): Validator => new SetOf(item);
