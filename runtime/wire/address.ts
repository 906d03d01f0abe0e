/**
 * What of a message belongs to a node: pids and references. The wire only knows them as `Mark`s; the node layer says which object is which.
 *
 * Shape: `node` is a name, `creation` tells one run of that node from the next, `id` counts in it.
 */

export interface Mark {
  readonly node: string;
  readonly creation: number;
  readonly id: number;
}

export type MarkKind = "pid" | "monitor" | "timer" | "alias" | "from";

/** What knows pids and references. */
export interface Marks {
  /** The mark of an object, or undefined when it is none of these. */
  markOf(value: object): { kind: MarkKind; mark: Mark } | undefined;
  /** The object of a mark: always the same one, as long as anybody has it. */
  objectOf(kind: MarkKind, mark: Mark): object;
}
