/**
 * What a validator is. The plugin writes one for every parameter of a handler, from its type; a Standard Schema becomes one (schema.ts).
 *
 * Shape: `find` gives the first thing in a value that its type does not admit, with the way to it, or undefined. The way is written down on the way out, so a value
 * that is right pays nothing for it. Nothing of the value is called or changed: what a value holds is read only where it is the value's own.
 */

export interface Validator {
  /** What a value should be, in words: "a string". */
  readonly expected: string;
  /** Whether a value is of the right kind at first sight, without a look into what it holds: chooses among the members of a union. */
  fits(value: unknown): boolean;
  /** `fits` says all: nothing is looked into. */
  readonly isSimple?: boolean;
  find(value: unknown, seen: Seen): Problem | undefined;
}

/** Admits what another one does. */
export abstract class Around implements Validator {
  abstract readonly inner: Validator;
  get expected(): string {
    return this.inner.expected;
  }
  fits(value: unknown): boolean {
    return this.inner.fits(value);
  }
  find(value: unknown, seen: Seen): Problem | undefined {
    return this.inner.find(value, seen);
  }
}

/** What is wrong, and where: `steps` lead there from the innermost to the outermost, each as it is written in code (`.name`, `[3]`). */
export class Problem {
  readonly steps: string[] = [];
  constructor(
    readonly text: string,
    /** What stands between the place and the text. */
    readonly joint = " ",
  ) {}

  /** The same problem, one level further out. */
  at(step: string): this {
    this.steps.push(step);
    return this;
  }

  /** `users[3].name` */
  get path(): string {
    return this.steps.toReversed().join("").replace(/^\./, "");
  }
}

export const wrong = (expected: string, value: unknown): Problem =>
  new Problem(`should be ${expected}, got ${shown(value)}`);

/** Characters of a text from elsewhere that an error repeats. */
const LONGEST = 40;

/** A text as code, cut off where it gets long. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** A value in a few words. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "bigint": {
      const digits = `${value}n`;
      return digits.length > LONGEST ? "a bigint" : digits;
    }
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "function":
    case "symbol":
      return `a ${typeof value}`;
    case "object": {
      if (value === null) return "null";
      const name = Object.prototype.toString.call(value).slice("[object ".length, -1);
      return name === "Object" || name === "Array" || name === "Error" ? `an ${name.toLowerCase()}` : `a ${name}`;
    }
    default:
      return String(value);
  }
}

const isName = (key: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key);

/** The step to a property. */
export const property = (key: string): string =>
  isName(key) && key.length <= LONGEST ? `.${key}` : `[${quoted(key)}]`;

/**
 * What one check has looked at already. A message may hold one object in many places, or in itself: each is looked at once for each validator, so the time of a check is
 * bounded by the length of the message.
 *
 * What was found right is kept as long as it stands: while a member of a union is tried, what is found right may rest on that member, and is forgotten with it.
 */
export class Seen {
  private readonly passed = new Map<object, Validator[]>();
  private readonly journal: object[] = [];
  /** Parts of the message, and how often parts were looked at. */
  private parts = 0;
  private looks = 0;

  /** True when the value need not be looked at again. `size`: how many parts it has. */
  has(value: object, by: Validator, size: number): boolean {
    const known = this.passed.get(value);
    if (known?.includes(by)) return true;
    this.looks += size + 1;
    if (known === undefined) {
      this.parts += size + 1;
      this.passed.set(value, [by]);
    } else known.push(by);
    this.journal.push(value);
    return false;
  }

  /** Unions in unions may make it look at the same parts over and over. */
  get isTooMuch(): boolean {
    return this.looks > 10_000 + 100 * this.parts;
  }

  mark(): number {
    return this.journal.length;
  }

  /** Forgets what was found right since `mark`. */
  forget(mark: number): void {
    while (this.journal.length > mark) this.passed.get(this.journal.pop() as object)?.pop();
  }
}
