/**
 * Pids and such in a store. What lived in another run of the program comes back as what it is now: dead, fired, closed, given up.
 *
 * | kept | comes back, in the same run | in a later one |
 * |---|---|---|
 * | pid | the pid | the pid of a dead process; the same one for all that kept it |
 * | monitor, timer, alias | a monitor that has fired, a timer without time left, a closed alias | the same |
 * | `from` of a caller | a caller that has its answer | the same |
 */
import { Alias } from "../core/alias.js";
import { freshSeed } from "../core/chance.js";
import { MonitorRef } from "../core/monitor.js";
import { addAtEnd, DEAD, isDead, Process, setDoing } from "../core/process.js";
import { isRemote } from "../core/remote.js";
import { TimerRef } from "../core/send.js";
import { PendingCall, type Request } from "../otp/pending_call.js";
import type { Mark, Marks } from "../wire/address.js";

/** Tells the pids of this run of the program from those of others. */
let run = 0;
const thisRun = (): number => {
  run ||= freshSeed() * 2 ** 20 + (freshSeed() % 2 ** 20) + 1;
  return run;
};

/** Processes of this run that were kept and live. */
const ours = new Map<number, Process>();

/** All others, as long as anybody has their pids. */
const strangers = new Map<string, WeakRef<Process>>();
const forgotten = new FinalizationRegistry<string>((name) => strangers.delete(name));
const marks = new WeakMap<Process, Mark>();

const nameOf = ({ node, creation, id }: Mark): string => `${node} ${creation} ${id}`;

function enter(process: Process, mark: Mark): Process {
  const name = nameOf(mark);
  strangers.set(name, new WeakRef(process));
  marks.set(process, mark);
  forgotten.register(process, name);
  return process;
}

const dead = { title: "dead", serves: false, turn: () => {}, fiber: () => null };

function deadProcess(id: number): Process {
  const process = new Process(id, dead, "noproc");
  setDoing(process, DEAD);
  return process;
}

function markOf(process: Process): Mark {
  const known = marks.get(process);
  if (known !== undefined) return known;
  const mark = { node: process.node, creation: thisRun(), id: process.id };
  // A process of another node, or one that has ended: found again as long as somebody in this run has it.
  if (isRemote(process) || isDead(process)) enter(process, mark);
  else if (!ours.has(process.id)) {
    ours.set(process.id, process);
    addAtEnd(process, { ended: () => void ours.delete(process.id) });
  }
  return mark;
}

function processOf(mark: Mark): Process {
  const living = mark.creation === thisRun() ? ours.get(mark.id) : undefined;
  if (living !== undefined && living.node === mark.node) return living;
  return strangers.get(nameOf(mark))?.deref() ?? enter(deadProcess(mark.id), mark);
}

/** A timer that has fired. */
const firedTimer = (): TimerRef =>
  Object.create(TimerRef.prototype, { left: { value: () => false }, cancel: { value: () => false } });

const request: Request = { tag: 1, name: "call", kind: null };

function answered(): PendingCall {
  const call = new PendingCall(deadProcess(0), undefined, request, undefined);
  call.fail(undefined);
  return call;
}

const nothing: Mark = { node: "", creation: 0, id: 0 };

export const references: Marks = {
  markOf(value) {
    if (value instanceof Process) return { kind: "pid", mark: markOf(value) };
    if (value instanceof MonitorRef) return { kind: "monitor", mark: nothing };
    if (value instanceof TimerRef) return { kind: "timer", mark: nothing };
    if (value instanceof Alias) return { kind: "alias", mark: markOf(value.owner) };
    if (value instanceof PendingCall) return { kind: "from", mark: nothing };
    return undefined;
  },
  objectOf(kind, mark) {
    switch (kind) {
      case "pid":
        return processOf(mark);
      case "monitor":
        return new MonitorRef(deadProcess(0), null, undefined);
      case "timer":
        return firedTimer();
      case "alias": {
        const alias = new Alias(processOf(mark), {});
        alias.close();
        return alias;
      }
      case "from":
        return answered();
    }
  },
};

/** What a start has made and only this run knows: it is worth more than what an earlier run kept in its place. */
export function isOfThisRun(value: unknown): boolean {
  if (value instanceof Process) return !isDead(value);
  return value instanceof TimerRef || value instanceof MonitorRef || value instanceof Alias;
}
