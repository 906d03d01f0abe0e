/**
 * Puts next versions of definitions in the place of those that live, with all of their processes, or leaves everything as it is.
 *
 * Flow: hold (each process of them between two messages) -> migrate (each makes its new state and keeps the old one) -> what was started meanwhile, likewise ->
 * commit, at one moment -> resume. Nothing is changed before the commit and nothing can fail in it, so a failure has nothing to take back.
 * Order: `inOrder`, in every step. Source: OTP release_handler, gen_server:system_code_change/4.
 */
import { clock } from "../core/clock.js";
import { CallError, failure } from "../core/error.js";
import { isDead, type Process, table } from "../core/process.js";
import { reportError } from "../core/report.js";
import { exitSignal } from "../core/signal.js";
import type { Migration } from "../otp/migration.js";
import type { Request } from "../otp/pending_call.js";
import { callByPromise } from "../otp/request.js";
import { SYSTEM } from "../otp/running.js";
import type { ServerKind } from "../otp/server.js";
import { SupervisorControl } from "../otp/supervisor.js";
import type { SystemRequest } from "../otp/system.js";
import type { Definition } from "../otp/upgradable.js";
import { Hold } from "./hold.js";
import { inOrder } from "./order.js";

export interface Change {
  readonly living: Definition;
  readonly next: Definition;
}

/** What an exchange did. */
export interface Exchanged {
  /** Processes that go on with the new code. */
  readonly processes: number;
  /** Ids of children that supervisors have now and had not before; those that could not be started are reported. */
  readonly started: readonly string[];
}

/** The living processes of a kind. */
export const processesOf = (kind: object | undefined): Process[] =>
  kind === undefined ? [] : (table.filter((process) => process?.kind === kind) as Process[]);

/** Units: `timeout` in ms, for all of it. Errors: `upgrade_failed`, `upgrade_timeout`; then nothing was changed. */
export async function exchange(changes: readonly Change[], timeout: number): Promise<Exchanged> {
  const work = new Exchange(changes, timeout);
  try {
    for (let found = work.unprepared(); found.length > 0; found = work.unprepared()) {
      await work.hold.take(found);
      await work.migrate(found);
    }
    work.commit();
  } catch (error) {
    work.leave();
    throw error;
  } finally {
    work.resume();
  }
  return { processes: work.count, started: await work.startAdded() };
}

const asked = (name: string): Request => ({ tag: SYSTEM, name, kind: null, system: true });
const suspendRequest = asked("suspend");
const migrateRequest = asked("migrate");

class Exchange {
  private readonly byKind: ReadonlyMap<object, Change>;
  readonly hold: Hold;
  private readonly ways = new Map<Process, Migration | undefined>();
  private readonly deadline: number;

  constructor(
    private readonly changes: readonly Change[],
    private readonly timeout: number,
  ) {
    this.deadline = clock.now() + timeout;
    const ask = (process: Process, payload: SystemRequest) => this.ask(process, suspendRequest, payload);
    // One that goes on may have another state afterwards: it is migrated anew.
    this.hold = new Hold(ask, (process) => this.ways.delete(process));
    this.byKind = new Map(
      changes.flatMap((change) => (change.living.kind ? [[change.living.kind, change] as const] : [])),
    );
  }

  get count(): number {
    return this.ways.size;
  }

  /** The processes that would meet the new code with an old state. */
  unprepared(): Process[] {
    const found = table.filter((process) => process && this.byKind.has(process.kind) && !this.ways.has(process));
    return inOrder(found as Process[]);
  }

  /** What is left of the time. */
  private left(subject: string): number {
    const left = this.deadline - clock.now();
    if (left > 0) return left;
    throw failure("upgrade_timeout", { ms: this.timeout, subject });
  }

  async migrate(processes: readonly Process[]): Promise<void> {
    await this.all(processes, (process) => {
      const way = this.wayOf(process);
      const ready = (): void => void this.ways.set(process, way);
      if (way?.asks) return this.ask(process, migrateRequest, { op: "migrate", migration: way }, ready);
      try {
        way?.prepare();
      } catch (thrown) {
        throw way?.failed(thrown);
      }
      ready();
      return undefined;
    });
  }

  private wayOf(process: Process): Migration | undefined {
    const { living, next } = this.byKind.get(process.kind) as Change;
    const [from, to] = [living.version?.(), next.version?.()];
    const isOther = from !== to || from === undefined;
    return (process.kind as ServerKind).migration(process, next.kind as ServerKind, from, isOther);
  }

  /** Does something with every process, in order; what takes time goes on beside the others. The first failure ends it. */
  private async all(
    processes: readonly Process[],
    job: (process: Process) => Promise<void> | undefined,
  ): Promise<void> {
    const jobs: Promise<void>[] = [];
    try {
      for (const process of processes) {
        const done = isDead(process) ? undefined : job(process);
        if (done !== undefined) jobs.push(done);
      }
    } catch (error) {
      jobs.push(Promise.reject(error));
    }
    await Promise.all(jobs);
    if (jobs.length > 0) this.left("the last of them");
  }

  /** A system message to a process; one that has ended meanwhile needs no upgrade. */
  private async ask(process: Process, request: Request, payload: SystemRequest, then?: () => void): Promise<void> {
    const subject = `server ${process.kind.title} ${process}`;
    try {
      await callByPromise(process, request, payload, this.left(subject));
      then?.();
    } catch (error) {
      if (isDead(process)) return;
      const isLate = error instanceof CallError && error.reason === "timeout";
      throw isLate ? failure("upgrade_timeout", { ms: this.timeout, subject }) : error;
    }
  }

  commit(): void {
    this.hold.over();
    for (const { living, next } of this.changes) living.become(next.subject);
    for (const process of inOrder([...this.ways.keys()])) {
      if (isDead(process)) continue;
      try {
        this.ways.get(process)?.commit();
      } catch (error) {
        // The time of an `idle` may be computed of the state, by the user's code.
        exitSignal(process, undefined, error);
      }
    }
  }

  /** Has those that are still at work on their new state leave it. */
  leave(): void {
    this.hold.over();
    for (const process of this.hold.held) if (!isDead(process)) (process.kind as ServerKind).leaveMigration(process);
  }

  resume(): void {
    this.hold.resume(inOrder([...this.hold.held]));
  }

  /** Starts the children that supervisors have got. One that can't be started is reported; its supervisor keeps it, to be started later. */
  async startAdded(): Promise<string[]> {
    const started: string[] = [];
    for (const [process, way] of this.ways) {
      for (const id of way?.added ?? []) {
        try {
          await new SupervisorControl(process).restartChild(id);
          started.push(id);
        } catch (error) {
          reportError(
            { err: error },
            `the new child ${id} of ${process.kind.title} ${process} could not be started: ${error}`,
          );
        }
      }
    }
    return started;
  }
}
