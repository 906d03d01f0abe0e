/**
 * Validators that choose, and those that refer to themselves.
 */
import { isRecord, ObjectOf } from "./composite.js";
import { wordsOr } from "./simple.js";
import { Around, Problem, property, type Seen, type Validator, wrong } from "./validator.js";

class Union implements Validator {
  constructor(private readonly members: readonly Validator[]) {}

  get expected(): string {
    return wordsOr([...new Set(this.members.map((member) => member.expected))]);
  }

  fits(value: unknown): boolean {
    return this.members.some((member) => member.fits(value));
  }

  find(value: unknown, seen: Seen): Problem | undefined {
    if (seen.isTooMuch) return new Problem("is too entangled to be checked");
    const fitting = this.members.filter((member) => member.fits(value));
    if (fitting.length === 0) return this.noneFits(value);
    // What is wrong with the only one that it can be says more than that it is none of them.
    if (fitting.length === 1) return fitting[0]?.find(value, seen);
    for (const member of fitting) {
      const mark = seen.mark();
      if (member.find(value, seen) === undefined) return undefined;
      seen.forget(mark);
    }
    if (seen.isTooMuch) return new Problem("is too entangled to be checked");
    return wrong(this.expected, value);
  }

  /** Of objects that have a property by which they are told apart, the property is what is wrong. */
  private noneFits(value: unknown): Problem {
    const objects = this.members.map(resolved).filter((member) => member instanceof ObjectOf);
    if (isRecord(value) && objects.length > 0)
      for (const key of (objects[0] as ObjectOf).tags.keys()) {
        const tags = objects.flatMap(({ tags }) => tags.get(key) ?? []);
        const found = Object.hasOwn(value, key) ? value[key] : undefined;
        if (tags.length < objects.length || tags.some((tag) => tag.fits(found))) continue;
        const words = [...new Set(tags.map((tag) => tag.expected))];
        return wrong(wordsOr(words), found).at(property(key));
      }
    return wrong(this.expected, value);
  }
}
/** A value that one of these admits. */
export const union = (...members: readonly Validator[]): Validator => new Union(members);

/** A type with a name: made when it is first needed, so that it may speak of itself. */
class Named extends Around {
  private made: Validator | undefined;
  constructor(private readonly make: () => Validator) {
    super();
  }
  get inner(): Validator {
    this.made ??= this.make();
    return this.made;
  }
}
export const type = (make: () => Validator): Validator => new Named(make);

const resolved = (validator: Validator): Validator =>
  validator instanceof Named ? resolved(validator.inner) : validator;
