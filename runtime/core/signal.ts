/**
 * Links, exit signals and death.
 *
 * Flow: `die` takes a process out (name free, callers told, resources undone), then tells its links and monitors; those that die of it are handled in the
 * same loop, so a chain of any length uses no stack. A process on the stack can't be taken out under its own feet: it is doomed, and dies when control
 * comes back to the scheduler, to its fiber, or to its inline call.
 *
 * Source: erts, "Signals"; otp/behaviour.md 1-25.
 */
import { copyReason } from "./copy.js";
import { Exit, failure, notInProcess } from "./error.js";
import { MESSAGE } from "./mailbox.js";
import { dropMonitors, fireMonitors, type MonitorRef } from "./monitor.js";
import {
  current,
  DEAD,
  DOOMED,
  isDead,
  isRunning,
  type Kind,
  more,
  Process,
  remove,
  setDoing,
  TRAPS_EXIT,
} from "./process.js";
import { isRemote } from "./remote.js";
import { reportCrash } from "./report.js";
import { deadlinesChanged, deliver, onBroken, onDoomed } from "./scheduler.js";
import { vm } from "./vm.js";

export interface ExitMessage {
  readonly tag: "EXIT";
  /** Undefined when the signal came from ordinary code. */
  readonly pid: Process | undefined;
  readonly reason: unknown;
}

const dead: Kind = { title: "dead", serves: false, turn: () => {}, fiber: () => null };

interface Death {
  process: Process;
  reason: unknown;
  links: Process | Set<Process> | null;
  watchers: Set<MonitorRef> | null;
}
const deaths: Death[] = [];
let telling = false;

/** Ends a process for good. Nothing of it runs after this. One that was told to exit ends of that, whatever it came to meanwhile. */
export function die(process: Process, why: unknown): void {
  if (isDead(process)) return;
  const rest = process.more;
  let reason = why;
  if ((process.status & DOOMED) !== 0) {
    vm.doomed--;
    reason = rest?.doom;
  }
  setDoing(process, DEAD);
  process.status &= ~DOOMED;
  remove(process);
  deadlinesChanged();
  process.kind = dead;
  const box = process.mailbox;
  process.mailbox = null;
  process.more = null;
  if (rest?.atEnd) for (const entry of rest.atEnd) entry.ended(process, reason);
  process.data = reason;
  if (box !== null) {
    for (let i = 0; i < box.count; i++) {
      const from = box.from(i) as { ended(process: Process, reason: unknown): void } | null;
      if (from !== null) from.ended(process, reason);
    }
  }
  if (rest === null) return;
  if (rest.watching) dropMonitors(rest.watching);
  if (rest.links === null && rest.watchers === null) return;
  deaths.push({ process, reason, links: rest.links, watchers: rest.watchers });
  if (!telling) tellAll();
}

function tellAll(): void {
  telling = true;
  for (let i = 0; i < deaths.length; i++) {
    const death = deaths[i] as Death;
    if (death.links instanceof Set) for (const other of death.links) tell(other, death);
    else if (death.links !== null) tell(death.links, death);
    if (death.watchers) fireMonitors(death.process, death.watchers, death.reason);
  }
  deaths.length = 0;
  telling = false;
}

function tell(other: Process, { process, reason }: Death): void {
  dropLink(other, process);
  linkSignal(other, process, reason);
}

/** The exit signal that a link carries: `kill` is an ordinary reason here. */
export function linkSignal(to: Process, from: Process, reason: unknown): void {
  if (isRemote(to)) return to.kind.linkExit(to, from, reason);
  if ((to.status & TRAPS_EXIT) !== 0)
    deliver(to, MESSAGE, { tag: "EXIT", pid: from, reason: copyReason(reason) } satisfies ExitMessage, null);
  else if (reason !== "normal") end(to, reason);
}

/** exit/2: `from` asks `to` to end. */
export function exitSignal(to: Process, from: Process | undefined, reason: unknown): void {
  if (isDead(to)) return;
  if (isRemote(to)) return to.kind.exit(to, from, reason);
  if (reason === "kill") return end(to, "killed");
  const own = copyReason(reason);
  if ((to.status & TRAPS_EXIT) !== 0) {
    deliver(to, MESSAGE, { tag: "EXIT", pid: from, reason: own } satisfies ExitMessage, null);
  } else if (reason !== "normal" || from === to) end(to, own);
}

/** Ends a process now, or as soon as it is off the stack. */
export function end(process: Process, reason: unknown): void {
  if (isDead(process)) return;
  if (!isRunning(process)) return die(process, reason);
  if ((process.status & DOOMED) !== 0) return;
  process.status |= DOOMED;
  more(process).doom = reason;
  vm.doomed++;
}

/** In a process that told itself to exit: unwinds it. */
export function unwindIfDoomed(process: Process): void {
  if ((process.status & DOOMED) !== 0) throw new Exit(process.more?.doom);
}

/** Takes out a process that was doomed on the stack and is off it now. */
export function reapIfDoomed(process: Process): void {
  if ((process.status & DOOMED) !== 0) die(process, process.more?.doom);
}

onBroken((process, error) => {
  reportCrash(process, { title: "process", reason: error });
  die(process, error);
});

onDoomed((process) => die(process, process.more?.doom));

/** `exit(reason)` ends the caller; `exit(pid, reason)` sends an exit signal. */
export function exit(...args: [reason: unknown] | [pid: Process, reason: unknown]): void {
  if (args.length === 1) {
    if (current() === undefined) throw notInProcess("exit(reason)");
    throw new Exit(args[0]);
  }
  const me = current();
  exitSignal(args[0], me, args[1]);
  if (me !== undefined && args[0] === me) unwindIfDoomed(me);
}

/** Links the caller with `other`, once. Errors: `noproc` when `other` is dead and the caller does not trap exits. */
export function link(other: Process): void {
  const me = current();
  if (me === undefined) throw notInProcess("link(...)");
  if (other === me) return;
  if (isDead(other)) {
    if ((me.status & TRAPS_EXIT) === 0) {
      throw failure("noproc", { process: other });
    }
    deliver(me, MESSAGE, { tag: "EXIT", pid: other, reason: "noproc" } satisfies ExitMessage, null);
    return;
  }
  joinLinks(me, other);
}

/** Links two living processes; at most one of them is of another node, which is told. */
export function joinLinks(a: Process, b: Process): void {
  if (isRemote(b) && !isLinked(a, b)) b.kind.link(b, a);
  if (isRemote(a) && !isLinked(b, a)) a.kind.link(a, b);
  addLinks(a, b);
}

/** The same without telling anybody: the other node has asked for it. */
export function addLinks(a: Process, b: Process): void {
  addLink(a, b);
  addLink(b, a);
}

/** Whether `process` has a link to `other`. */
export function isLinked(process: Process, other: Process): boolean {
  const links = process.more?.links;
  return links === other || (links instanceof Set && links.has(other));
}

function addLink(process: Process, other: Process): void {
  const rest = more(process);
  const { links } = rest;
  if (links === null || links === other) rest.links = other;
  else if (links instanceof Set) links.add(other);
  else rest.links = new Set([links, other]);
}

function dropLink(process: Process, other: Process): void {
  const rest = process.more;
  if (rest === null) return;
  if (rest.links instanceof Set) rest.links.delete(other);
  else if (rest.links === other) rest.links = null;
}

export function unlink(other: Process): void {
  const me = current();
  if (me === undefined) throw notInProcess("unlink(...)");
  separate(me, other);
}

/** Takes the link between two processes away; one of another node is told. */
export function separate(a: Process, b: Process): void {
  if (isRemote(b) && isLinked(a, b)) b.kind.unlink(b, a);
  dropLinks(a, b);
}

/** The same without telling anybody. */
export function dropLinks(a: Process, b: Process): void {
  dropLink(a, b);
  dropLink(b, a);
}

/** The node of a process was lost: its links are broken, which tells those at their other ends. It may live on. */
export function severLinks(process: Process, reason: unknown): void {
  const links = process.more?.links ?? null;
  for (const other of links instanceof Set ? [...links] : links === null ? [] : [links]) {
    dropLinks(process, other);
    linkSignal(other, process, reason);
  }
}

/** What a pid of this node stands for whose process ended long ago. */
export function deadProcess(id: number): Process {
  const process = new Process(id, dead, "noproc");
  process.status = DEAD;
  return process;
}

/** Whether exit signals become messages. Gives the old answer. */
export function trapExit(on: boolean): boolean {
  const me = current();
  if (me === undefined) throw notInProcess("trapExit(...)");
  const before = (me.status & TRAPS_EXIT) !== 0;
  me.status = on ? me.status | TRAPS_EXIT : me.status & ~TRAPS_EXIT;
  return before;
}

/** Errors: `not_local`. Source: erlang:is_process_alive/1. */
export function isAlive(process: Process): boolean {
  if (isRemote(process)) throw failure("not_local/isAlive", { process, node: process.node });
  return !isDead(process) && (process.status & DOOMED) === 0;
}
