/**
 * What a supervisor reports: a child that ended, one that could not be started again, and that it gives up. Beside the crash report of the child itself,
 * as in OTP: that one says what happened, this one what is done about it.
 */
import { isPlanned, reasonText } from "../core/error.js";
import type { Process } from "../core/process.js";
import { errOf, reportError } from "../core/report.js";
import { untitled } from "./supervisor_kind.js";
import type { ChildState } from "./supervisor_state.js";

/** What a logger gets, beside `err` when the reason is an Error. */
export interface SupervisorReport {
  readonly event: "child_ended" | "start_failed" | "gives_up";
  readonly pid: Process;
  readonly name: string;
  readonly child: { readonly id: string; readonly pid: Process | undefined; readonly restarts: number };
  readonly reason: unknown;
}

function report(
  event: SupervisorReport["event"],
  pid: Process,
  name: string,
  child: ChildState,
  reason: unknown,
  text: string,
): void {
  const { spec, restarts } = child;
  const supervisor: SupervisorReport = { event, pid, name, child: { id: spec.id, pid: child.pid, restarts }, reason };
  const details = errOf(reason) as { err?: Error; supervisor: SupervisorReport };
  details.supervisor = supervisor;
  reportError(details, `supervisor ${name === untitled ? "" : `${name} `}${pid}: ${text}`);
}

/** A child ended. Planned ends are not reported. */
export function reportChildEnded(pid: Process, name: string, child: ChildState, reason: unknown, again: boolean): void {
  if (isPlanned(reason)) return;
  const next = again ? `restart ${child.restarts + 1}` : "it is not restarted";
  const text = `child ${child.spec.id} ${child.pid} ended with ${reasonText(reason)}; ${next}`;
  report("child_ended", pid, name, child, reason, text);
}

/** A restart failed: it is tried again, and counted again. */
export function reportStartFailed(pid: Process, name: string, child: ChildState, reason: unknown): void {
  const text = `child ${child.spec.id} did not start (restart ${child.restarts}): ${reasonText(reason)}; it is tried again`;
  report("start_failed", pid, name, child, reason, text);
}

/** Too many restarts. */
export function reportGivesUp(pid: Process, name: string, child: ChildState): void {
  const text = `it gives up and ends with shutdown: too many restarts, of child ${child.spec.id} last`;
  report("gives_up", pid, name, child, "reached_max_restart_intensity", text);
}
