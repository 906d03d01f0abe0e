/**
 * `receive` beside the main line: not awaited at once (`const next = receive(...)`), or in an async function that runs beside. Its result is a promise.
 *
 * The main line is asked first; these lines get what it leaves, in the order in which they began to wait. Rare, so it costs the hot path one flag.
 */
import { clock } from "./clock.js";
import { notInProcess } from "./error.js";
import { type AtEnd, addAtEnd, current, isDead, LISTENED, type Process, rescan } from "./process.js";
import { deadlinesChanged, onListened } from "./scheduler.js";
import { type After, type Clauses, skip, take } from "./selective.js";
import { addTimer, cancel, type Due, type Timer } from "./timer.js";
import { vm } from "./vm.js";

class Listener implements Due {
  timer: Timer | null = null;
  constructor(
    readonly process: Process,
    readonly clauses: Clauses | undefined,
    readonly after: After | undefined,
    readonly resolve: (value: unknown) => void,
    readonly reject: (error: unknown) => void,
  ) {}

  wanted(): boolean {
    return !isDead(this.process);
  }
  due(): void {
    if (!leave(this)) return;
    inProcess(this.process, () => this.resolve(this.after?.then()), this.reject);
  }
}

const listeners = new Map<Process, Listener[]>();
const forget: AtEnd = { ended: (process) => void listeners.delete(process) };

/** The promise of a message. */
export function receiveLater(clauses?: Clauses, timeout?: After): Promise<unknown> {
  const process = current();
  if (process === undefined) return Promise.reject(notInProcess("receive(...)"));
  return new Promise((resolve, reject) => {
    const found = take(process, clauses, 0);
    if (found !== skip) return resolve(found);
    if (timeout?.ms === 0) return resolve(timeout.then());
    const listener = new Listener(process, clauses, timeout, resolve, reject);
    const others = listeners.get(process);
    if (others === undefined) {
      listeners.set(process, [listener]);
      addAtEnd(process, forget);
    } else others.push(listener);
    process.status |= LISTENED;
    if (timeout !== undefined && timeout.ms !== Number.POSITIVE_INFINITY) {
      listener.timer = addTimer(clock.now() + timeout.ms, listener);
      deadlinesChanged();
    }
  });
}

function leave(listener: Listener): boolean {
  const all = listeners.get(listener.process);
  const place = all?.indexOf(listener) ?? -1;
  if (all === undefined || place < 0) return false;
  all.splice(place, 1);
  if (listener.timer !== null) cancel(listener.timer);
  if (all.length === 0) {
    listeners.delete(listener.process);
    listener.process.status &= ~LISTENED;
  }
  return true;
}

function offer(process: Process): void {
  for (const listener of [...(listeners.get(process) ?? [])]) {
    inProcess(
      process,
      () => {
        const found = take(process, listener.clauses, 0);
        if (found === skip || !leave(listener)) return;
        rescan(process);
        listener.resolve(found);
      },
      (error) => {
        leave(listener);
        listener.reject(error);
      },
    );
  }
}

/** Runs `job` as code of the process. */
function inProcess(process: Process, job: () => void, failed: (error: unknown) => void): void {
  const { current: before } = vm;
  vm.current = process.slot;
  try {
    job();
  } catch (error) {
    failed(error);
  }
  vm.current = before;
}

onListened((process) => clock.nextTurn(() => offer(process)));
