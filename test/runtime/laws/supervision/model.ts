// OTP's rules of supervision, as a small model: what must become of a tree when one thing happens to it, step by step. No processes, no messages: a fault is
// followed through to its end before the next. The numbers are those of otp/behaviour.md.
//
// Shape: `groups` has for every supervisor that was ever started what its children did, in order: "+id" a start, "-id reason" a terminate.
import { type DynamicSpec, SLOW, type Spec, type StaticSpec, type WorkerSpec } from "./tree.js";

/** A place in a supervisor: what is there, and the process, while it runs. */
class Child {
  process: Process | undefined;
  constructor(readonly spec: Spec) {}
}

class Worker {
  constructor(
    readonly spec: WorkerSpec,
    readonly parent: Supervisor,
  ) {}
}

class Supervisor {
  children: Child[] = [];
  /** When it restarted something. */
  times: number[] = [];
  constructor(
    readonly spec: StaticSpec | DynamicSpec,
    readonly parent: Supervisor | undefined,
    readonly group: string,
  ) {}
}

export type Process = Worker | Supervisor;
export type Found = Process;

/** What a start comes to; a process, or not. */
type Started = Process | "fail" | "ignore";

/** The children of a dynamic supervisor have neither ids nor an order. */
export const inOrder = (children: { id: string }[]): { id: string }[] =>
  children.some(({ id }) => id === "no id")
    ? [...children].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : children;

/** Reasons that are planned: a transient child is not restarted for them [144]. */
const isPlanned = (reason: string): boolean => ["normal", "shutdown", '{"shutdown":"tea"}'].includes(reason);

export class Model {
  root: Supervisor | undefined;
  readonly groups: Record<string, string[]> = {};
  /** Milliseconds since the beginning; `busyUntil` is when the last of those ends that nobody waits for. */
  private now = 0;
  private busyUntil = 0;
  private readonly starts = new Map<string, number>();

  constructor(spec: StaticSpec) {
    const started = this.start(spec, undefined);
    this.root = started instanceof Supervisor ? started : undefined;
    this.rest();
  }

  /** The time when nothing is left to do. */
  rest(): number {
    this.now = Math.max(this.now, this.busyUntil);
    return this.now;
  }
  pause(ms: number): void {
    this.now += ms;
  }

  /* ---- what happens to a process ---- */

  /** A worker ends by itself: its terminate runs, trapping or not [82]. */
  leaves(worker: Worker, reason: string): void {
    this.note(worker.parent, `-${worker.spec.id} ${reason}`);
    this.now += worker.spec.ending;
    this.ended(worker, reason);
  }

  /**
   * A signal of ordinary code: a trapping worker takes it for a message, a supervisor ignores it [18, 85, 139]. The root was started by ordinary code, so to it
   * that is its parent.
   */
  signalled(process: Process, reason: string): void {
    if (process === this.root) this.stopped(this.root, reason);
    else if (process instanceof Worker && !process.spec.traps && reason !== "normal") this.ended(process, reason);
  }

  /** It ends at once, whatever it traps; nobody waits for what becomes of its children [9, 84, 140]. */
  killed(process: Process): void {
    this.loses(process);
    this.ended(process, "killed");
  }

  /** Supervisor.stop: children are stopped with shutdown, whatever the reason [138]. */
  stopped(supervisor: Supervisor, reason: string): void {
    this.stopAll(supervisor, supervisor.children);
    this.ended(supervisor, reason);
  }

  /* ---- the functions [158-165, 175-179] ---- */

  startChild(supervisor: Supervisor, spec: Spec): string {
    const { children } = supervisor;
    if (supervisor.spec.kind === "dynamic") {
      if (children.length >= supervisor.spec.maxChildren) return "max_children";
    } else {
      const other = children.find((child) => child.spec.id === spec.id);
      if (other !== undefined) return other.process === undefined ? "already_present" : "already_started";
    }
    const started = this.start(spec, supervisor);
    if (started === "fail") return "init_failed";
    const child = new Child(spec);
    if (started !== "ignore") child.process = started;
    if (started !== "ignore" || (supervisor.spec.kind === "supervisor" && spec.restart !== "temporary"))
      children.push(child);
    return "ok";
  }

  terminateChild(supervisor: Supervisor, id: string): string {
    const child = supervisor.children.find((one) => one.spec.id === id);
    if (child === undefined) return "not_found";
    if (child.process !== undefined) this.stop(child.process);
    this.leave(supervisor, child);
    return "ok";
  }

  restartChild(supervisor: Supervisor, id: string): string {
    const child = supervisor.children.find((one) => one.spec.id === id);
    if (child === undefined || supervisor.spec.kind === "dynamic") return "not_found";
    if (child.process !== undefined) return "running";
    const started = this.start(child.spec, supervisor);
    if (started === "fail") return "init_failed";
    if (started !== "ignore") child.process = started;
    return "ok";
  }

  deleteChild(supervisor: Supervisor, id: string): string {
    const child = supervisor.children.find((one) => one.spec.id === id);
    if (child === undefined || supervisor.spec.kind === "dynamic") return "not_found";
    if (child.process !== undefined) return "running";
    supervisor.children = supervisor.children.filter((one) => one !== child);
    return "ok";
  }

  /* ---- starting [127, 129, 130] ---- */

  private start(spec: Spec, parent: Supervisor | undefined): Started {
    const times = this.starts.get(spec.id) ?? 0;
    this.starts.set(spec.id, times + 1);
    if (spec.kind === "worker") {
      this.note(parent as Supervisor, `+${spec.id}`);
      const how = spec.starts[times] ?? "ok";
      if (how === "slow") this.now += SLOW;
      return how === "fail" || how === "ignore" ? how : new Worker(spec, parent as Supervisor);
    }
    const supervisor = new Supervisor(spec, parent, `${spec.id}#${times}`);
    if (spec.kind === "dynamic") return supervisor;
    supervisor.children = spec.children.map((each) => new Child(each));
    if (this.startAll(supervisor, supervisor.children) === undefined) return supervisor;
    this.stopAll(supervisor, supervisor.children);
    return "fail";
  }

  /** In order; gives the first that fails. One that ignores stays, unless it is temporary. */
  private startAll(supervisor: Supervisor, children: readonly Child[]): Child | undefined {
    for (const child of children) {
      const started = this.start(child.spec, supervisor);
      if (started === "fail") return child;
      if (started === "ignore") this.leave(supervisor, child);
      else child.process = started;
    }
    return undefined;
  }

  /* ---- stopping [128, 135-137, 182] ---- */

  /** Asks a child to end, in its time; then it is killed. */
  private stop(process: Process): void {
    if (process.spec.shutdown === "brutal_kill") return this.loses(process);
    if (process instanceof Supervisor) return this.stopAll(process, process.children);
    this.now += this.endingOf(process, "shutdown", process.spec.shutdown);
  }

  /** What a worker does that is asked to end, and how long it takes. */
  private endingOf(worker: Worker, reason: string, patience: WorkerSpec["shutdown"]): number {
    if (!worker.spec.traps) return 0;
    this.note(worker.parent, `-${worker.spec.id} ${reason}`);
    return typeof patience === "number" ? Math.min(worker.spec.ending, patience) : worker.spec.ending;
  }

  /** In reverse, one after the other; those of a dynamic supervisor side by side. */
  private stopAll(supervisor: Supervisor, children: readonly Child[]): void {
    const start = this.now;
    let end = start;
    for (const child of [...children].reverse()) {
      if (supervisor.spec.kind === "dynamic") this.now = start;
      if (child.process !== undefined) {
        this.stop(child.process);
        this.leave(supervisor, child);
      }
      end = Math.max(end, this.now);
    }
    this.now = end;
  }

  /** The links of a process that was killed tell its children, all at once; each ends on its own, and nobody waits. */
  private loses(process: Process): void {
    if (process instanceof Worker) return;
    for (const { process: other } of process.children) {
      const start = this.now;
      if (other instanceof Worker) this.now += this.endingOf(other, "killed", "infinity");
      else if (other !== undefined) this.stopAll(other, other.children);
      this.busyUntil = Math.max(this.busyUntil, this.now);
      this.now = start;
    }
  }

  /** A place whose process is gone; that of a temporary child goes too [145]. */
  private leave(supervisor: Supervisor, child: Child): void {
    child.process = undefined;
    if (child.spec.restart === "temporary" || supervisor.spec.kind === "dynamic")
      supervisor.children = supervisor.children.filter((one) => one !== child);
  }

  /* ---- restarting [143-157, 169-174, 177-178] ---- */

  /** A supervisor hears that a child has ended. */
  private ended(process: Process, reason: string): void {
    const supervisor = process.parent;
    if (supervisor === undefined) {
      this.root = undefined;
      return;
    }
    const child = supervisor.children.find((one) => one.process === process) as Child;
    const { restart, significant } = child.spec;
    child.process = undefined;
    if (restart === "permanent" || (restart === "transient" && !isPlanned(reason)))
      return this.restart(supervisor, child);
    this.leave(supervisor, child);
    if (significant && this.endsWith(supervisor)) this.stopped(supervisor, "shutdown");
  }

  private endsWith({ spec, children }: Supervisor): boolean {
    if (spec.kind === "dynamic" || spec.autoShutdown === "never") return false;
    if (spec.autoShutdown === "any_significant") return true;
    return !children.some((child) => child.spec.significant && child.process !== undefined);
  }

  /** Counted; a start that fails is tried again at once, and counts again. */
  private restart(supervisor: Supervisor, first: Child): void {
    const { maxRestarts, maxSeconds } = supervisor.spec;
    let failed: Child | undefined = first;
    while (failed !== undefined) {
      supervisor.times = supervisor.times.filter((time) => time >= this.now - maxSeconds * 1000);
      supervisor.times.push(this.now);
      if (supervisor.times.length > maxRestarts) return this.stopped(supervisor, "shutdown");
      failed = this.byStrategy(supervisor, failed);
    }
  }

  private byStrategy(supervisor: Supervisor, child: Child): Child | undefined {
    const { spec, children } = supervisor;
    const strategy = spec.kind === "dynamic" ? "one_for_one" : spec.strategy;
    if (strategy === "one_for_one") return this.startAll(supervisor, [child]);
    const sharing = strategy === "one_for_all" ? children : children.slice(children.indexOf(child));
    this.stopAll(supervisor, sharing);
    return this.startAll(
      supervisor,
      sharing.filter((one) => supervisor.children.includes(one)),
    );
  }

  /* ---- looking at it ---- */

  private note({ group }: Supervisor, event: string): void {
    (this.groups[group] ??= []).push(event);
  }

  /** All living processes by their ids, in order of the tree. */
  processes(from: Process | undefined = this.root): Process[] {
    if (from === undefined) return [];
    if (from instanceof Worker) return [from];
    return [
      from,
      ...from.children.flatMap((child) => (child.process === undefined ? [] : this.processes(child.process))),
    ];
  }

  /** The tree as which_children shows it [166]. */
  shown(supervisor: Supervisor | undefined = this.root): unknown {
    if (supervisor === undefined) return "dead";
    return inOrder(
      supervisor.children.map(({ spec, process }) => ({
        id: supervisor.spec.kind === "dynamic" ? "no id" : spec.id,
        state: process === undefined ? "undefined" : "running",
        children: process instanceof Supervisor ? this.shown(process) : [],
      })),
    );
  }
}

export const isWorker = (process: Process): process is Worker => process instanceof Worker;
export const isSupervisor = (process: Process): process is Supervisor => process instanceof Supervisor;
