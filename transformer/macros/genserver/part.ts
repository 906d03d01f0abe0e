// What is found out about a durable server's variables and their parts, while its code is gone through (change.ts): who changes what, and what is a part of what.
//
// Everything here only grows, so whoever goes through the code until `size` stays the same has found all.
import type { Binding } from "../../1-find/scope.js";

/** Variables that a value may be a part of. */
export type Roots = ReadonlySet<Binding>;
export const none: Roots = new Set();

export class Parts {
  /** What a piece of code changes: a handler, a helper's binding, the start. */
  private readonly effects = new Map<unknown, Set<Binding>>();
  /** What other names may be a part of. */
  private readonly aliases = new Map<Binding, Set<Binding>>();
  /** What the value of a helper may be a part of. */
  private readonly returns = new Map<Binding, Set<Binding>>();
  /** Of these, code that isn't seen here has a part. */
  private readonly loose = new Set<Binding>();
  /** Variables that may hold parts of each other. */
  private readonly shared = new Map<Binding, Set<Binding>>();
  /** What the code being gone through changes, and what it returns. */
  private sink: Set<Binding> = new Set();
  private returned: Set<Binding> = new Set();

  get size(): number {
    const known = [this.effects, this.aliases, this.returns, this.shared].flatMap((map) => [...map.values()]);
    return known.reduce((sum, set) => sum + set.size, this.loose.size);
  }

  effectsOf(owner: unknown): Set<Binding> {
    return setIn(this.effects, owner);
  }

  returnsOf(helper: Binding): Set<Binding> {
    return setIn(this.returns, helper);
  }

  rootsOf(name: Binding): Roots {
    return this.aliases.get(name) ?? none;
  }

  /** All that may be another after this code has run: it, or code that isn't seen here meanwhile, through whatever variable. */
  changedBy(owner: unknown): Roots {
    const all = new Set([...this.effectsOf(owner), ...this.loose]);
    // A set takes in what is added while it is gone through.
    for (const root of all) for (const other of this.shared.get(root) ?? []) all.add(other);
    return all;
  }

  /** Goes through code that changes `sink` and returns `returned`. */
  within(sink: Set<Binding>, returned: Set<Binding>, work: () => void): void {
    const outer = [this.sink, this.returned] as const;
    [this.sink, this.returned] = [sink, returned];
    work();
    [this.sink, this.returned] = outer;
  }

  /** The same, for a function that is called here and now. Gives what it returns. */
  called(work: () => void): Roots {
    const returned = new Set<Binding>();
    this.within(this.sink, returned, work);
    return returned;
  }

  change(roots: Roots): void {
    add(this.sink, roots);
  }

  give(roots: Roots): void {
    add(this.returned, roots);
  }

  /** A name stands for a part of `roots`. */
  name(name: Binding, roots: Roots): void {
    add(setIn(this.aliases, name), roots);
  }

  /** Parts are handed to code that isn't seen here. */
  leak(roots: Roots): void {
    this.change(roots);
    add(this.loose, roots);
  }

  /** A part of `inner` is put into `outer`. */
  share(outer: Roots, inner: Roots): void {
    for (const one of outer)
      for (const other of inner)
        if (one !== other) {
          setIn(this.shared, one).add(other);
          setIn(this.shared, other).add(one);
        }
  }
}

function setIn<K>(map: Map<K, Set<Binding>>, key: K): Set<Binding> {
  let set = map.get(key);
  if (set === undefined) map.set(key, (set = new Set()));
  return set;
}

function add(to: Set<Binding>, roots: Roots): void {
  for (const root of roots) to.add(root);
}
