/**
 * What a supervisor remembers: its children in start order, and its latest restarts.
 *
 * Shape: `children` by id, in start order; a child's `pid` is undefined when it is not running; `retrying` while its next start is planned.
 * Source: OTP supervisor.erl (#state, add_restart); otp/behaviour.md 143-174.
 */
import { clock } from "../core/clock.js";
import { isPlanned } from "../core/error.js";
import type { Process } from "../core/process.js";
import type { ChildSpec } from "./child_spec.js";

export type Strategy = "one_for_one" | "one_for_all" | "rest_for_one";
export type AutoShutdown = "never" | "any_significant" | "all_significant";

export class ChildState {
  pid: Process | undefined = undefined;
  retrying = false;
  restarts = 0;
  constructor(public spec: ChildSpec) {}

  get isTemporary(): boolean {
    return this.spec.restart === "temporary";
  }

  /** Whether an end with this reason is one to start it again for. */
  isRestartedAfter(reason: unknown): boolean {
    const { restart } = this.spec;
    return restart === "permanent" || (restart === "transient" && !isPlanned(reason));
  }
}

export interface Limits {
  /** More than this many restarts in `maxSeconds` end the supervisor. Default 3. */
  readonly maxRestarts: number;
  /** Default 5. */
  readonly maxSeconds: number;
}

/** The latest restarts: a window that slides. What has left it is thrown away when it is more than half of what is kept. */
export class Restarts {
  private times: number[] = [];
  /** Place of the oldest that counts. */
  private first = 0;
  constructor(public limits: Limits) {}

  /** Counts one more. False when it is one too many. */
  add(): boolean {
    const { maxRestarts, maxSeconds } = this.limits;
    if (maxRestarts === Number.POSITIVE_INFINITY) return true;
    const now = clock.now();
    const oldest = now - maxSeconds * 1000;
    while ((this.times[this.first] ?? now) < oldest) this.first++;
    if (this.first > this.times.length / 2) {
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    if (this.times.length - this.first >= maxRestarts) return false;
    this.times.push(now);
    return true;
  }
}

export class SupervisorState {
  children = new Map<string, ChildState>();
  readonly byPid = new Map<Process, ChildState>();
  readonly restarts: Restarts;
  constructor(
    public strategy: Strategy,
    public autoShutdown: AutoShutdown,
    limits: Limits,
    /** What the supervisor was started with: the children of its next version are made of them. */
    readonly args: readonly unknown[],
  ) {
    this.restarts = new Restarts(limits);
  }

  /** Goes on with other children: those with an id that is there take the new spec and run on, what is no longer named stays. Source: supervisor:code_change/3. */
  take(specs: readonly ChildSpec[]): void {
    const next = new Map<string, ChildState>();
    for (const spec of specs) {
      const child = this.children.get(spec.id) ?? new ChildState(spec);
      child.spec = spec;
      next.set(spec.id, child);
    }
    for (const [id, child] of this.children) if (!next.has(id)) next.set(id, child);
    this.children = next;
  }

  running(child: ChildState, pid: Process | undefined): void {
    child.retrying = false;
    child.pid = pid;
    if (pid !== undefined) this.byPid.set(pid, child);
  }

  /** The child has ended: a temporary one is forgotten. */
  ended(child: ChildState): void {
    if (child.pid !== undefined) this.byPid.delete(child.pid);
    child.pid = undefined;
    child.retrying = false;
    if (child.isTemporary) this.children.delete(child.spec.id);
  }

  /** Whether the end of this child, which is not restarted, ends the supervisor. */
  endsWith(child: ChildState): boolean {
    if (!child.spec.significant || this.autoShutdown === "never") return false;
    if (this.autoShutdown === "any_significant") return true;
    return ![...this.children.values()].some(
      ({ spec, pid, retrying }) => spec.significant && (pid !== undefined || retrying),
    );
  }

  /** The children that share the fate of `child`, in start order, itself included. */
  sharing(child: ChildState): ChildState[] {
    const all = [...this.children.values()];
    if (this.strategy === "one_for_all") return all;
    return all.slice(all.indexOf(child));
  }
}
