/**
 * Monitors: one-way, any number between two processes, each fires once.
 *
 * Shape: a `MonitorRef` is in the `watchers` of the process it looks at and in the `watching` of its owner until it fires or is taken back.
 */
import { copyReason } from "./copy.js";
import { notInProcess } from "./error.js";
import { MESSAGE } from "./mailbox.js";
import { type Name, whereis } from "./name.js";
import { current, isDead, more, Process, rescan } from "./process.js";
import { isRemote } from "./remote.js";
import { deliver } from "./scheduler.js";

export interface Down {
  readonly tag: "DOWN";
  readonly ref: MonitorRef;
  readonly pid: Process | undefined;
  readonly name?: unknown;
  readonly reason: unknown;
}

let lastRef = 0;

export class MonitorRef {
  readonly id = ++lastRef;
  constructor(
    readonly owner: Process,
    /** What is looked at; null once fired or taken back. */
    public target: Process | null,
    readonly name: unknown,
  ) {}

  /** What it looks at has ended: tells its owner. */
  ended(process: Process, reason: unknown): void {
    this.target = null;
    process.more?.watchers?.delete(this);
    this.owner.more?.watching?.delete(this);
    deliver(this.owner, MESSAGE, down(this, process, reason), null);
  }

  toString(): string {
    return `MonitorRef<${this.id}>`;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Watches `target`, found under `name` if it was asked for by name. A dead or unknown one gives DOWN with `noproc` at once. */
export function watch(target: Process | undefined, name: unknown): MonitorRef {
  const owner = current();
  if (owner === undefined) throw notInProcess("monitor(...)");
  return watchFor(owner, target, name);
}

/** The same on behalf of another process. */
export function watchFor(owner: Process, target: Process | undefined, name: unknown): MonitorRef {
  const ref = new MonitorRef(owner, null, name);
  if (target === undefined || isDead(target)) {
    deliver(owner, MESSAGE, down(ref, target, "noproc"), null);
  } else if (target !== owner) {
    ref.target = target;
    const theirs = more(target);
    theirs.watchers ??= new Set();
    theirs.watchers.add(ref);
    const ours = more(owner);
    ours.watching ??= new Set();
    ours.watching.add(ref);
    if (isRemote(target)) target.kind.watch(target, ref);
  }
  return ref;
}

/** Watches a process by pid or name: one DOWN when it ends. An unknown name gives DOWN with `noproc`. */
export function monitor(target: Process | Name): MonitorRef {
  return target instanceof Process ? watch(target, undefined) : watch(whereis(target), target);
}

/** Takes a monitor back. True if it was still there; a DOWN in the mailbox goes too with `flush`. */
export function demonitor(ref: MonitorRef, options?: { flush?: boolean }): boolean {
  const target = ref.target;
  if (target !== null) forget(ref, target);
  if (options?.flush === true && target === null) flush(ref);
  return target !== null;
}

function forget(ref: MonitorRef, target: Process): void {
  ref.target = null;
  target.more?.watchers?.delete(ref);
  ref.owner.more?.watching?.delete(ref);
  if (isRemote(target)) target.kind.unwatch(target, ref);
}

function flush(ref: MonitorRef): void {
  const box = ref.owner.mailbox;
  if (box === null) return;
  for (let i = 0; i < box.count; i++) {
    const message = box.payload(i) as Partial<Down> | null;
    if (box.tag(i) === MESSAGE && typeof message === "object" && message !== null && message.ref === ref) {
      box.remove(i);
      rescan(ref.owner);
      return;
    }
  }
}

function down(ref: MonitorRef, pid: Process | undefined, reason: unknown): Down {
  if (pid !== undefined && isRemote(pid) && ref.name !== undefined)
    return { tag: "DOWN", ref, pid: undefined, name: ref.name, reason };
  return ref.name === undefined ? { tag: "DOWN", ref, pid, reason } : { tag: "DOWN", ref, pid, name: ref.name, reason };
}

/** Tells all that watched `process` that it ended. */
export function fireMonitors(process: Process, watchers: Set<MonitorRef>, reason: unknown): void {
  for (const ref of watchers) ref.ended(process, copyReason(reason));
}

/** A process that ends takes its own monitors back. */
export function dropMonitors(watching: Set<MonitorRef>): void {
  for (const ref of watching) {
    const { target } = ref;
    ref.target = null;
    target?.more?.watchers?.delete(ref);
    if (target !== null && isRemote(target)) target.kind.unwatch(target, ref);
  }
}
