/**
 * The end of a program by SIGTERM or SIGINT: what it started is stopped in order first.
 *
 * Flow: a supervisor without a parent, or an application, becomes a root -> the first root sets the signal handlers, the end of the last one takes them
 * away -> a signal stops the roots, the last started first, with reason "shutdown", each within the shutdown times of its children -> the signal is raised
 * again, so that the program ends of it as it would have without us. A second signal ends it at once. Handlers of signals hold no program open.
 *
 * This is the only file that knows signals. Source: OTP init:stop/0, application_controller. Differs: OTP takes SIGTERM only.
 */
import { constants } from "node:os";
import { clock } from "../core/clock.js";
import { type AtEnd, addAtEnd, type Process } from "../core/process.js";
import { stop } from "./stop.js";

type Signal = "SIGTERM" | "SIGINT";
const signals: readonly Signal[] = ["SIGTERM", "SIGINT"];
const host = globalThis.process;

/** What runs without a parent, in order of start, with how it is stopped. */
const roots = new Map<Process, () => Promise<unknown>>();
const forget: AtEnd = {
  ended(root) {
    if (roots.delete(root) && roots.size === 0) for (const signal of signals) host.off(signal, onSignal);
  },
};
let stopping = false;

/** What must be done before a signal ends the program: jobs that settle when they are. */
export const unfinished = new Set<() => Promise<unknown>>();

/** Has `root` stopped when a signal ends the program. `stopRoot` settles when it is dead; default: it is told "shutdown". */
export function addRoot(root: Process, stopRoot: () => Promise<unknown> = () => stop(root, "shutdown")): void {
  if (roots.size === 0) for (const signal of signals) host.on(signal, onSignal);
  roots.set(root, stopRoot);
  addAtEnd(root, forget);
}

function onSignal(signal: Signal): void {
  if (stopping) return end(signal);
  stopping = true;
  // When nothing is left that a root could wait for, it will never end.
  host.once("beforeExit", () => end(signal));
  stopRoots()
    .then(() => Promise.allSettled([...unfinished].map((job) => job())))
    .then(() => clock.nextTurn(() => end(signal)));
}

async function stopRoots(): Promise<void> {
  for (let last = [...roots].at(-1); last !== undefined; last = [...roots].at(-1)) {
    const [root, stopRoot] = last;
    await stopRoot().catch(() => {});
    roots.delete(root);
  }
}

/** Ends the program of the signal. Where others handle it too, raising it again would end nothing. */
function end(signal: Signal): void {
  for (const each of signals) host.off(each, onSignal);
  if (host.listenerCount(signal) > 0) host.exit(128 + constants.signals[signal]);
  host.kill(host.pid, signal);
}
