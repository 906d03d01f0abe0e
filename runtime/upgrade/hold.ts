/**
 * Holds servers for an upgrade, each between two messages.
 *
 * A server that is at work may wait for one that is held already, and would never be done. So while one is at work, those whose answer it needs go on with
 * what is in their mailboxes, and are held again behind it; and now and then all go on so, for what is waited for in ways that can't be seen from here, and so that
 * nobody waits long for one that is slow. These times grow: in the end all are held at once, unless one is at work for longer than the upgrade may take.
 */
import { clock } from "../core/clock.js";
import { DOING, isDead, type Process, QUEUED, SUSPENDED, WAITING } from "../core/process.js";
import { enqueue } from "../core/scheduler.js";
import { PendingCall } from "../otp/pending_call.js";
import type { Running } from "../otp/running.js";
import type { SystemRequest } from "../otp/system.js";

/** Milliseconds after which it is looked again who waits for whom. */
const LOOK = 1;
/** Milliseconds after which all go on for the first time; each time is twice as long as the one before. */
const PATIENCE = 20;

/** Asks a process something, when its turn comes. Errors: it took too long. */
type Ask = (process: Process, request: SystemRequest) => Promise<void>;

export class Hold {
  readonly held = new Set<Process>();
  /** Those that were asked to stop, and are at work. */
  private readonly atWork = new Set<Process>();
  private isOver = false;

  /** `letGo` is told of a process that was held and goes on: it may have another state afterwards. */
  constructor(
    private readonly ask: Ask,
    private readonly letGo: (process: Process) => void,
  ) {}

  /** Errors: what `ask` gives. */
  async take(processes: readonly Process[]): Promise<void> {
    const failures: unknown[] = [];
    const isDone = (): boolean => this.atWork.size === 0 || failures.length > 0;
    let goOn = (): void => {};
    const stop = (process: Process): void => {
      this.atWork.add(process);
      void this.ask(process, { op: "suspend", isLate: () => this.isLate(process) })
        .catch((error) => failures.push(error))
        .finally(() => {
          this.atWork.delete(process);
          if (isDone()) goOn();
        });
    };
    for (const process of processes) {
      if (isDead(process) || (process.status & SUSPENDED) !== 0) continue;
      if (isBetweenMessages(process)) this.add(process);
      else stop(process);
    }
    let patience = PATIENCE;
    let since = clock.now();
    while (!isDone()) {
      await new Promise<void>((resolve) => {
        const cancel = clock.later(resolve, LOOK);
        goOn = () => {
          cancel();
          resolve();
        };
      });
      if (isDone()) break;
      const all = clock.now() - since >= patience;
      if (all) {
        since = clock.now();
        patience *= 2;
      }
      for (const process of [...this.held].filter((each) => (all ? hasMessages(each) : this.isNeeded(each)))) {
        this.release(process);
        this.letGo(process);
        stop(process);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  private add(process: Process): void {
    process.status |= SUSPENDED;
    this.held.add(process);
  }

  /** A process comes to the request to stop. */
  private isLate(process: Process): boolean {
    if (!this.isOver) this.held.add(process);
    return this.isOver;
  }

  /** Whether one that is at work waits for an answer of a process that is held. */
  private isNeeded({ mailbox }: Process): boolean {
    for (let i = 0; i < (mailbox?.count ?? 0); i++) {
      const from = mailbox?.from(i);
      if (from instanceof PendingCall && this.worksFor(from.caller)) return true;
    }
    return false;
  }

  /** Whether `caller` is at work itself, or does what one that is at work has asked it for, or was started by one. */
  private worksFor(caller: Process | undefined): boolean {
    const seen = new Set<Process>();
    for (let each = caller; each !== undefined && !seen.has(each); ) {
      if (this.atWork.has(each)) return true;
      seen.add(each);
      const rest = each.kind.serves ? (each.more?.extra as Running | null | undefined) : undefined;
      each = rest?.from?.caller ?? each.more?.parent ?? undefined;
    }
    return false;
  }

  /** What is still asked to stop goes on. */
  over(): void {
    this.isOver = true;
  }

  /** Lets processes go on, in this order. */
  resume(processes: readonly Process[]): void {
    for (const process of processes) this.release(process);
  }

  private release(process: Process): void {
    this.held.delete(process);
    if (isDead(process)) return;
    process.status &= ~SUSPENDED;
    if ((process.status & DOING) === WAITING && process.mailbox !== null) enqueue(process);
  }
}

const hasMessages = (process: Process): boolean => process.mailbox !== null && process.mailbox.count > 0;

/** Whether a server can be held at once: no handler of it is at work, and none is to run before the next message. */
function isBetweenMessages(process: Process): boolean {
  const doing = process.status & DOING;
  if (doing !== WAITING && doing !== QUEUED) return false;
  const rest = process.more?.extra as Running | null | undefined;
  return process.more?.fiber == null && !rest?.next && !rest?.stopping && !rest?.init;
}
