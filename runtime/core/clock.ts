/**
 * Time and the event loop enter the runtime here and nowhere else, so tests can run on virtual time.
 *
 * `clock` is the source in use. `useClock` swaps it (the test kit does); the runtime never keeps a copy of its functions.
 */

export interface Clock {
  /** Milliseconds since some fixed point, monotonic, with fractions. */
  now(): number;
  /** Milliseconds since 1970, for reports. */
  wallTime(): number;
  /** Runs `job` before the event loop goes on. */
  soon(job: () => void): void;
  /** Runs `job` after the event loop has served timers and I/O once. */
  nextTurn(job: () => void): void;
  /** Runs `job` in `ms` milliseconds; gives back what cancels it. Holds the program open. */
  later(job: () => void, ms: number): () => void;
  /** Is told of work that the machine does beside the event loop, such as a write to the disk. On virtual time it takes no time. */
  beside(work: Promise<unknown>): void;
}

/** Longest wait that setTimeout takes; a longer one is cut into several. */
const LONGEST = 2 ** 31 - 1;

const system: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  soon: (job) => queueMicrotask(job),
  nextTurn: (job) => void setImmediate(job),
  later: (job, ms) => {
    const timer = setTimeout(job, Math.min(ms, LONGEST));
    return () => clearTimeout(timer);
  },
  beside: () => {},
};

export let clock: Clock = system;

/** When the program was started, in milliseconds since 1970. */
export const programStart = performance.timeOrigin;

/** Puts another source of time in place; without an argument, the machine's own again. Gives back the one before. */
export function useClock(next: Clock = system): Clock {
  const before = clock;
  clock = next;
  return before;
}
