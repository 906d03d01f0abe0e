/**
 * Who runs next. One queue of slots, turns of 2,000 reductions, slices of one millisecond.
 *
 * Flow: a message or a reply makes a process ready -> `enqueue` -> a slice takes it from the queue and gives it a turn. When a slice's time is up, the event
 * loop goes round once (setImmediate) before the next one, so timers and sockets are served however busy the processes are. The first wake-up from outside
 * enters by microtask (0.1 us instead of 1.8 us), unless processes have had a whole slice since the event loop last went round.
 *
 * Order: processes take turns in the order in which they became ready, but for one whose messages pile up, which goes first, unless a test decides otherwise
 * (`useOrder`).
 */
import "./only_copy.js";
import { clock } from "./clock.js";
import { Mailbox, onCrowded } from "./mailbox.js";
import type { Order } from "./order.js";
import {
  DEAD,
  DOING,
  DOOMED,
  LISTED,
  LISTENED,
  type Process,
  QUEUED,
  RECEIVING,
  REMOTE,
  RUNNING,
  SUSPENDED,
  setDoing,
  table,
} from "./process.js";
import type { RemoteKind } from "./remote.js";
import { arm, armedUntil, fireDue, nextDeadline, onDue, useTieBreak } from "./timer.js";
import { MAX_DEPTH, TURN, vm } from "./vm.js";

/** Length of a slice in ms. */
const SLICE = 1;

/** Reductions between two looks at the clock: about 50 us of messages. */
const LOOK = 1000;

/* A ring of slots: integers, so that no write barrier is paid. */
let queue = new Int32Array(1024);
let mask = 1023;
let head = 0;
let tail = 0;

/* What a test may change: then a slice is one turn, and `order` says whose. */
let order: Order | null = null;
let turn = TURN;
let look = LOOK;
let sliceTime = SLICE;
let depth = 0;

let inSlice = false;
/** Time of the last look at the clock in this slice. */
let lastLook = 0;
let requested = false;
/** The end of this turn of the event loop looks whether a timer is needed still. */
let releasing = false;
/** When the first slice in this turn of the event loop began; 0 before it. */
let turnStart = 0;

/** A turn must not throw. If one does, that is a bug of ours, and only this process pays for it; signal.ts sets what happens. */
let blame: (process: Process, error: unknown) => void = () => {};
export function onBroken(job: (process: Process, error: unknown) => void): void {
  blame = job;
}

/** What to do with a process that was doomed while it ran; signal.ts sets it. */
let reap: (process: Process) => void = () => {};
export function onDoomed(job: (process: Process) => void): void {
  reap = job;
}

/** Tells lines beside the main one that a message came; receive_later.ts sets it. */
let notifyListeners: (process: Process) => void = () => {};
export function onListened(job: (process: Process) => void): void {
  notifyListeners = job;
}

/** Puts a process at the end of the run queue. */
export function enqueue(process: Process): void {
  const { status } = process;
  process.status = (status & ~DOING) | QUEUED | LISTED;
  if ((status & LISTED) !== 0) return;
  queue[tail] = process.slot;
  tail = (tail + 1) & mask;
  if (tail === head) grow();
  if (!requested && !inSlice) request();
}

function grow(): void {
  const bigger = new Int32Array(2 * queue.length);
  bigger.set(queue.subarray(head));
  bigger.set(queue.subarray(0, head), queue.length - head);
  head = 0;
  tail = queue.length;
  queue = bigger;
  mask = bigger.length - 1;
}

/*
 * A process whose messages pile up goes to the head of the run queue. Many senders to one receiver would else fill memory while it waits for its turn behind
 * them, and the collector would carry all of it about (half the time of `npm run bench -- fan_in`). It takes a turn from nobody for long: a thousand messages
 * have to come before each.
 */
onCrowded((box) => {
  const process = table[box.owner];
  if (process?.mailbox !== box || (process.status & DOING) !== QUEUED) return;
  head = (head - 1) & mask;
  queue[head] = process.slot;
  if (tail === head) grow();
});

/** Puts a message into the mailbox and wakes the process if it waits for messages. The dead get nothing; what is for another node goes there. */
export function deliver(process: Process, tag: number, payload: unknown, from: unknown): void {
  const doing = process.status & DOING;
  if (doing >= DEAD) {
    if (doing === REMOTE) (process.kind as RemoteKind).deliver(process, tag, payload, from);
    return;
  }
  let box = process.mailbox;
  if (box === null) {
    box = Mailbox.fresh(process.slot);
    process.mailbox = box;
  }
  box.push(tag, payload, from);
  if (doing <= RECEIVING) enqueue(process);
  if ((process.status & LISTENED) !== 0) notifyListeners(process);
}

/** Lets an idle process without messages hold no mailbox. */
export function releaseMailbox(process: Process): void {
  const box = process.mailbox;
  if (box !== null && box.count === 0) {
    process.mailbox = null;
    box.release();
  }
}

/** True when the process's mailbox has something that it may take now. */
export function hasWork(process: Process): boolean {
  return process.mailbox !== null && process.mailbox.count > 0 && (process.status & SUSPENDED) === 0;
}

/** Asks for a slice, also to have deadlines looked at. */
export function request(): void {
  if (requested || inSlice) return;
  requested = true;
  clock.soon(enterSoon);
}

function enterSoon(): void {
  const now = clock.now();
  if (turnStart === 0) {
    turnStart = now;
    clock.nextTurn(turnOver);
  }
  if (now - turnStart < SLICE) slice(now);
  else clock.nextTurn(enterFromLoop);
}

function turnOver(): void {
  turnStart = 0;
}

function enterFromLoop(): void {
  turnStart = 0;
  slice(clock.now());
}

/** Has `next` decide what runs; null: the order of readiness again. Looked at once a slice, so without it nothing is paid. */
export function useOrder(next: Order | null): void {
  order = next;
  turn = next?.turn ?? TURN;
  look = next === null ? LOOK : 0;
  sliceTime = next === null ? SLICE : 0;
  depth = next === null || next.inline ? 0 : MAX_DEPTH;
  useTieBreak(next === null ? null : (count) => next.first(count));
}

/** Moves the process that `order` picks to the head of the queue. */
function arrange(order: Order): void {
  const slots = new Set<number>();
  for (let i = head; i !== tail; i = (i + 1) & mask) slots.add(queue[i] as number);
  const runnable = [...slots].map((slot) => table[slot]).filter((process) => process !== undefined);
  for (const process of runnable) process.status &= ~LISTED;
  const ready = runnable.filter((process) => (process.status & DOING) === QUEUED);
  if (ready.length > 1) ready.unshift(...ready.splice(order.next(ready), 1));
  head = 0;
  tail = ready.length;
  queue.set(ready.map((process) => process.slot));
  for (const process of ready) process.status |= LISTED;
}

function slice(start: number): void {
  requested = false;
  inSlice = true;
  lastLook = start;
  let spent = 0;
  if (nextDeadline() <= start) fireDue(start);
  if (order !== null) arrange(order);
  while (head !== tail) {
    const process = table[queue[head] as number];
    head = (head + 1) & mask;
    if (process === undefined) continue;
    process.status &= ~LISTED;
    if ((process.status & DOING) !== QUEUED) continue;
    vm.depth = depth;
    vm.reductions = turn;
    giveTurn(process);
    spent += turn + 1 - vm.reductions;
    if (spent >= look) {
      spent = 0;
      lastLook = clock.now();
      if (lastLook - start >= sliceTime) break;
    }
  }
  inSlice = false;
  vm.depth = 0;
  if (head !== tail) {
    requested = true;
    clock.nextTurn(enterFromLoop);
  } else {
    arm();
  }
}

/** A turn of a process that is ready. */
function giveTurn(process: Process): void {
  if ((process.status & DOOMED) !== 0) return reap(process);
  const before = vm.current;
  setDoing(process, RUNNING);
  vm.current = process.slot;
  try {
    process.kind.turn(process);
  } catch (error) {
    blame(process, error);
  }
  vm.current = before;
  if ((process.status & DOOMED) !== 0) reap(process);
}

/**
 * A turn for a process that is ready, on the stack of one that is about to wait for it, out of what that one may still do. False when it is not ready.
 * Saves two rounds through the queue for a call that finds a few messages before it (`npm run bench -- call_queued`).
 */
export function giveTurnTo(process: Process): boolean {
  if ((process.status & DOING) !== QUEUED || vm.depth >= MAX_DEPTH || vm.reductions <= 0) return false;
  vm.depth++;
  giveTurn(process);
  vm.depth--;
  return true;
}

/** The time, for timeouts of calls: in a slice up to 50 us old, as a look at the clock costs as much as a call. */
export function coarseNow(): number {
  return inSlice ? lastLook : clock.now();
}

/**
 * After a change of deadlines in ordinary code: the event loop must know of the next one. That there is none any more it learns at the end of its turn, as often
 * there is one again by then: calls to another node that follow each other set no timer (`npm run bench -- node`: 46k instead of 37k a second).
 */
export function deadlinesChanged(): void {
  if (inSlice || requested) return;
  const next = nextDeadline();
  if (next < armedUntil()) request();
  else if (next === Number.POSITIVE_INFINITY && !releasing) {
    releasing = true;
    clock.nextTurn(release);
  }
}

function release(): void {
  releasing = false;
  if (!inSlice && !requested) arm();
}

onDue(() => {
  if (!requested && !inSlice) enterFromLoop();
});

/** Turns of a loop in process code. True when the process must give way: it is in the run queue then, and its code yields. */
export function tick(turns = 1): boolean {
  vm.reductions -= turns;
  return vm.reductions < 0 && giveWay();
}

function giveWay(): boolean {
  const process = table[vm.current];
  if (vm.side !== null || process === undefined) {
    vm.reductions = turn;
    return false;
  }
  enqueue(process);
  return true;
}
