/**
 * The few words of state that every hot path reads: who runs now, and how much it may still do.
 *
 * Integers only. A store of a young object into an old one takes the slow path of V8's write barrier; keeping the running process as an integer took
 * inline calls from 33-60M to 80-128M a second in the prototypes, so `current` is a slot number and never a process. `side` is the one exception: it is
 * null in all hot paths.
 *
 * Must not know: processes, mailboxes, time.
 */
import type { Fiber } from "./fiber.js";

export interface Vm {
  /** Slot of the process whose code runs now; 0 in ordinary code. */
  current: number;
  /** How many inline calls are nested on the stack. */
  depth: number;
  /** What the running process may still do before it must give way. Unit: one message, call or loop turn. */
  reductions: number;
  /** How many running processes have been told to exit and have not unwound yet. */
  doomed: number;
  /** The fiber that runs beside its process's main line (an async function that was not awaited), or in ordinary code. */
  side: Fiber | null;
}

export const vm: Vm = { current: 0, depth: 0, reductions: 0, doomed: 0, side: null };

/** Reductions a process gets per turn: OTP uses 4,000, of which a call costs one. */
export const TURN = 2000;

/** Inline calls nest at most this deep, then they queue. Bounds the use of the JavaScript stack. */
export const MAX_DEPTH = 32;
