/**
 * All deadlines of the runtime in one heap, on one timer of the event loop.
 *
 * A waiting call, a `receive` with `after`, a `sleep` and a `sendAfter` each add an entry and nearly always take it back before it is due, so
 * cancelling only marks the entry: dead ones are swept when they are more than half. A default timeout is later than all before it, so adding is one
 * comparison. (setTimeout + clearTimeout cost 429 ns a call, an entry here about 25.)
 *
 * Flow: add -> [cancel] -> fireDue, called by the scheduler; `arm` sets the timer of the event loop and holds no handle when nothing is waited for.
 */
import { clock } from "./clock.js";

export interface Due {
  /** Called when the time has come. */
  due(timer: Timer): void;
  /** Whether anybody still waits for it. The deadlines of the dead must not hold the program open. */
  wanted?(timer: Timer): boolean;
}

export class Timer {
  live = true;
  constructor(
    readonly at: number,
    readonly owner: Due,
  ) {}
}

let heap: Timer[] = [];
let live = 0;
let armedFor = Number.POSITIVE_INFINITY;
/** Whose timer it is: a test may have changed the clock since. */
let armedBy = clock;
let disarm: (() => void) | null = null;
let wake: () => void = () => {};

/** The scheduler says what to run when a deadline may have come. */
export function onDue(job: () => void): void {
  wake = job;
}

export function addTimer(at: number, owner: Due): Timer {
  const timer = new Timer(at, owner);
  live++;
  let child = heap.length;
  heap.push(timer);
  while (child > 0) {
    const parent = (child - 1) >> 1;
    const above = heap[parent] as Timer;
    if (above.at <= at) break;
    heap[child] = above;
    child = parent;
  }
  heap[child] = timer;
  return timer;
}

export function cancel(timer: Timer): void {
  if (!timer.live) return;
  timer.live = false;
  live--;
  // What was set last and is taken back first (a call that is answered soon) leaves at once.
  while (heap.length > 0 && !(heap[heap.length - 1] as Timer).live) heap.pop();
  if (heap.length > 64 && live < heap.length >> 1) sweep();
}

function sweep(): void {
  heap = heap.filter((timer) => timer.live);
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(i);
}

function sink(from: number): void {
  const timer = heap[from] as Timer;
  let parent = from;
  for (;;) {
    let child = 2 * parent + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] as Timer).at < (heap[child] as Timer).at) child++;
    if ((heap[child] as Timer).at >= timer.at) break;
    heap[parent] = heap[child] as Timer;
    parent = child;
  }
  heap[parent] = timer;
}

function pop(): void {
  const last = heap.pop() as Timer;
  if (heap.length > 0) {
    heap[0] = last;
    sink(0);
  }
}

/** Time of the next deadline that somebody waits for, or infinity. */
export function nextDeadline(): number {
  while (heap.length > 0) {
    const timer = heap[0] as Timer;
    if (timer.live && timer.owner.wanted?.(timer) !== false) return timer.at;
    pop();
    if (!timer.live) continue;
    timer.live = false;
    live--;
  }
  return Number.POSITIVE_INFINITY;
}

/** Which of several deadlines of the same moment fires first, where a test decides it. */
let tieBreak: ((count: number) => number) | null = null;
export function useTieBreak(next: ((count: number) => number) | null): void {
  tieBreak = next;
}

/** Moves one of the earliest deadlines to the top: those of the same moment may change places. */
function breakTie(choose: (count: number) => number): void {
  const { at } = heap[0] as Timer;
  const places = [...heap.keys()].filter((i) => {
    const timer = heap[i] as Timer;
    return timer.at === at && timer.live && timer.owner.wanted?.(timer) !== false;
  });
  if (places.length < 2) return;
  const place = places[choose(places.length)] as number;
  [heap[0], heap[place]] = [heap[place] as Timer, heap[0] as Timer];
}

/** Calls the owners of all deadlines that have passed, oldest first. */
export function fireDue(now: number): void {
  while (nextDeadline() <= now) {
    if (tieBreak !== null) breakTie(tieBreak);
    const timer = heap[0] as Timer;
    pop();
    timer.live = false;
    live--;
    timer.owner.due(timer);
  }
}

/** When the timer of the event loop comes, or infinity. */
export const armedUntil = (): number => (armedBy === clock ? armedFor : Number.POSITIVE_INFINITY);

/** Sets the timer of the event loop to the next deadline; lets go of it when there is none. One that comes too early stays: it is set anew when it has come. */
export function arm(): void {
  const next = nextDeadline();
  if (next === Number.POSITIVE_INFINITY ? disarm === null : armedUntil() <= next) return;
  disarm?.();
  disarm = null;
  armedFor = next;
  armedBy = clock;
  if (next === Number.POSITIVE_INFINITY) return;
  disarm = clock.later(
    () => {
      disarm = null;
      armedFor = Number.POSITIVE_INFINITY;
      wake();
    },
    Math.max(0, next - clock.now()),
  );
}
