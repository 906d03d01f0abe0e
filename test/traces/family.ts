// What a family of traces is to the replayer: a function that replays one scenario and gives what it saw, in the shape of the scenario's `expect`.
//
// Order: a replay leaves no process behind. It drives the runtime on virtual time: `time.settle()` ends when every process waits.
import type { VirtualTime } from "../../dist/runtime/testing/virtual_time.js";
import type { Json } from "./term.js";

/** One scenario: everything but `expect` is to be replayed. */
export interface Scenario {
  readonly id: string;
  readonly expect: { readonly [key: string]: Json };
}

export interface Family<S extends Scenario = Scenario> {
  replay(scenario: S, time: VirtualTime): Promise<Json>;
  /** Brings an expectation, and what was seen, into one order where the format promises none. */
  inOrder?(expect: Json): Json;
}

/**
 * Time that may pass within a step. Unit: ms. Call timeouts (30, 5000) and short idle timeouts (0, 5) come true, the long ones (60000) never do.
 */
export const STEP = 10_000;
