/**
 * A process, which is also its own pid: `===` is identity, and an address needs no table.
 *
 * Shape: eight fields, because a million idle processes must fit (24 bytes of header, 8 a field). What most processes never need (links, monitors, a name,
 * an asynchronous handler) is in `more`, made on first use. `kind` is the code that runs the process; `data` belongs to the kind: the state object of a
 * server, the fiber of a body, the exit reason once dead.
 *
 * Must not know: what kinds do, scheduling, signals.
 */
import type { Fiber } from "./fiber.js";
import type { Mailbox } from "./mailbox.js";
import type { MonitorRef } from "./monitor.js";
import { vm } from "./vm.js";

/* The low three bits of `status`: what the process is doing. */
/** An idle server: takes any message, and calls inline. */
export const WAITING = 0;
/** In `receive`. Both of these are woken by a message. */
export const RECEIVING = 1;
/** In the run queue. */
export const QUEUED = 2;
/** On the stack. */
export const RUNNING = 3;
/** Waits for something else than a message: a reply, a promise, a sleep. */
export const PARKED = 4;
export const DEAD = 5;
/** One of another node, see remote.ts. Above DEAD, as these two are what a message can't be put into. */
export const REMOTE = 6;
export const DOING = 7;

/* Flags beside it. */
export const TRAPS_EXIT = 8;
/** `sys.suspend`: only system messages are handled. */
export const SUSPENDED = 16;
/** Told to exit while on the stack; dies as soon as control comes back. The reason is in `more.doom`. */
export const DOOMED = 32;
/** A line beside the main one waits in `receive`, see receive_later.ts. */
export const LISTENED = 64;
/** A server whose messages are traced or counted, see otp/debug.ts. */
export const DEBUGGED = 128;
/** A server that ordinary code started: its parent is no process. */
export const FROM_OUTSIDE = 256;

/** Has a place in the run queue; kept when the process was given its turn earlier, so that `enqueue` never gives it a second one. */
export const LISTED = 512;

/** A durable server: its replies wait for a commit, see store/durable_server.ts. */
export const HOLDS_REPLIES = 1024;

/** The code that runs a process. */
export interface Kind {
  /** What the process runs, for reports. */
  readonly title: string;
  /** Whether it is a generic server, which understands calls and casts. */
  readonly serves: boolean;
  /** One turn: goes on until the process waits, is out of reductions or has ended. Must not throw. */
  turn(process: Process): void;
  /** The fiber of the process's main line, if it runs one: what an operation parks. */
  fiber(process: Process): Fiber | null;
  /** Of processes of another node: its name. */
  readonly node?: string;
}

/** The node that this program is. */
export const here = { node: "nonode@nohost" };

/** What few processes need. */
export class More {
  /** Most have one: their supervisor. A Set of one takes 200 bytes. */
  links: Process | Set<Process> | null = null;
  /** Monitors on this process, in the order they were set. */
  watchers: Set<MonitorRef> | null = null;
  /** Monitors that this process holds on others. */
  watching: Set<MonitorRef> | null = null;
  /** What must be undone when the process ends: names, registrations, pending calls. In order of addition. */
  atEnd: Set<AtEnd> | null = null;
  fiber: Fiber | null = null;
  parent: Process | null = null;
  name: string | null = null;
  /** Why a doomed process will end. */
  doom: unknown = undefined;
  /** What a kind keeps beside `data`. */
  extra: unknown = null;
}

export interface AtEnd {
  /** Called once, when `process` is dead and before anybody is told. */
  ended(process: Process, reason: unknown): void;
}

export class Process {
  /** Serial number, never used again. */
  readonly id: number;
  /** Place in the table while it lives; places are used again. */
  slot = 0;
  status = WAITING;
  kind: Kind;
  data: unknown;
  mailbox: Mailbox | null = null;
  more: More | null = null;

  constructor(id: number, kind: Kind, data: unknown) {
    this.id = id;
    this.kind = kind;
    this.data = data;
  }

  /** Name of the node it lives on. */
  get node(): string {
    return this.kind.node ?? here.node;
  }

  toString(): string {
    return this.kind.node === undefined ? `Pid<${this.id}>` : `Pid<${this.kind.node}/${this.id}>`;
  }

  toJSON(): { node: string; id: number } {
    return { node: this.node, id: this.id };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Living processes by slot; slot 0 is nobody. */
export const table: (Process | undefined)[] = [undefined];
const free: number[] = [];
let lastId = 0;

/** A new process, in the table, not yet in the run queue. */
export function create(kind: Kind, data: unknown): Process {
  const process = new Process(++lastId, kind, data);
  const slot = free.length > 0 ? (free.pop() as number) : table.length;
  process.slot = slot;
  table[slot] = process;
  return process;
}

/** Takes a process out of the table. */
export function remove(process: Process): void {
  table[process.slot] = undefined;
  free.push(process.slot);
}

export function more(process: Process): More {
  process.more ??= new More();
  return process.more;
}

/** The process whose code runs now, or undefined in ordinary code. */
export function current(): Process | undefined {
  return table[vm.current];
}

export function isDead(process: Process): boolean {
  return (process.status & DOING) === DEAD;
}

export function isRunning(process: Process): boolean {
  return (process.status & DOING) === RUNNING;
}

export function isDoomed(process: Process): boolean {
  return (process.status & DOOMED) !== 0;
}

/** Whether a process that is on the stack goes on: it has not ended, does not wait, and was not told to exit. */
export function goesOn(process: Process): boolean {
  return (process.status & (DOING | DOOMED)) === RUNNING;
}

/** Sets what the process is doing and keeps its flags. */
export function setDoing(process: Process, doing: number): void {
  process.status = (process.status & ~DOING) | doing;
}

/** After a message was taken out behind the back of a `receive` that waits: it looks at all messages again, as their places have changed. */
export function rescan(process: Process): void {
  const fiber = process.kind.fiber(process);
  if (fiber !== null) fiber.scanned = 0;
}

export function addAtEnd(process: Process, entry: AtEnd): void {
  const rest = more(process);
  rest.atEnd ??= new Set();
  rest.atEnd.add(entry);
}
