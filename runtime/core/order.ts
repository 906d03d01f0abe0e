/**
 * What the runtime leaves open, for tests to decide: any order of the processes that are ready, and of deadlines of the same moment, is a legal one.
 *
 * Flow: `useOrder` of scheduler.ts puts one in place -> every slice is one turn then, of the process that `next` picks. The test kit draws the choices from
 * a seed, or goes through all of them.
 */
import type { Process } from "./process.js";

export interface Order {
  /** Reductions of a turn: 1 has a process give way after every message. */
  readonly turn: number;
  /** Whether a call to an idle server may run on the caller's stack; otherwise it waits in the mailbox, and others may come first. */
  readonly inline: boolean;
  /** The place in the list of the process that goes next. Asked only when there is a choice. */
  next(ready: readonly Process[]): number;
  /** Which of `count` deadlines of the same moment fires first. */
  first(count: number): number;
}
