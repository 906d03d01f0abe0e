/**
 * The order in which an upgrade goes through processes: that of the supervision trees, each supervisor before its children, children in start order; then
 * those that nobody supervises, the oldest first.
 */
import { type Process, table } from "../core/process.js";
import { SupervisorKind } from "../otp/supervisor_kind.js";

/** The processes in that order. */
export function inOrder(processes: readonly Process[]): Process[] {
  const places = new Map<Process, number>();
  const visit = (process: Process): void => {
    if (places.has(process)) return;
    places.set(process, places.size);
    if (process.kind instanceof SupervisorKind && process.data !== undefined)
      for (const child of process.kind.childrenOf(process)) visit(child);
  };
  const supervisors = table.filter((process) => process?.kind instanceof SupervisorKind) as Process[];
  const isTop = (process: Process): boolean => !(process.more?.parent?.kind instanceof SupervisorKind);
  for (const top of supervisors.filter(isTop).sort((a, b) => a.id - b.id)) visit(top);
  const placeOf = (process: Process): number => places.get(process) ?? Number.POSITIVE_INFINITY;
  return [...processes].sort((a, b) => (placeOf(a) === placeOf(b) ? a.id - b.id : placeOf(a) - placeOf(b)));
}
