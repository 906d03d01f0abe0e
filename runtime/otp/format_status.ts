/**
 * `formatStatus`: what of a server's inside may be shown, in crash reports and by `sys.getStatus`. It keeps secrets out of logs.
 *
 * Shape: it gets `{ state, message?, reason? }` and gives the same with what may be shown; a key it leaves out is not shown. `message` and `reason` are
 * there in a crash report. Source: OTP gen_server:format_status/1. Differs: no `log`, as there is none.
 */

export interface ShownStatus {
  state?: unknown;
  message?: unknown;
  reason?: unknown;
}

export type FormatStatus = (status: ShownStatus) => ShownStatus;

/** What may be shown. A hook that throws, or gives nothing, must not show what it was there to hide. */
export function formatted(hook: FormatStatus | undefined, status: ShownStatus): ShownStatus {
  if (hook === undefined) return status;
  let problem: string;
  try {
    const shown: unknown = hook({ ...status });
    if (typeof shown === "object" && shown !== null) return shown;
    problem = "gave no object";
  } catch (error) {
    problem = `threw ${error instanceof Error ? error.name : "something"}`;
  }
  const hidden = `(not shown: formatStatus ${problem})`;
  return Object.fromEntries(Object.keys(status).map((key) => [key, hidden]));
}
