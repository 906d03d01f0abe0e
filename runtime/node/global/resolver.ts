/**
 * What becomes of a global name that two processes have, after a part of the cluster was cut off: OTP's three answers.
 *
 * A resolver gives the process that keeps the name, or undefined if none does. Source: global:random_exit_name/3, random_notify_name/3, notify_all_name/3.
 */
import { freshSeed } from "../../core/chance.js";
import type { Process } from "../../core/process.js";
import { send } from "../../core/send.js";
import { exitSignal } from "../../core/signal.js";

export type Resolver = (name: string, one: Process, other: Process) => Process | undefined;

const oneOf = (one: Process, other: Process): [kept: Process, left: Process] =>
  freshSeed() % 2 === 0 ? [one, other] : [other, one];

const tell = (process: Process, name: string, other: Process): void =>
  void send(process, { tag: "global_name_conflict", name, pid: other });

/** One of the two, drawn by chance, is killed; the other keeps the name. */
export const randomExit: Resolver = (_name, one, other) => {
  const [kept, left] = oneOf(one, other);
  exitSignal(left, undefined, "kill");
  return kept;
};

/** One of the two, drawn by chance, loses the name and is told: { tag: "global_name_conflict", name, pid }. */
export const randomNotify: Resolver = (name, one, other) => {
  const [kept, left] = oneOf(one, other);
  tell(left, name, kept);
  return kept;
};

/** Neither keeps it, and both are told. */
export const notifyAll: Resolver = (name, one, other) => {
  tell(one, name, other);
  tell(other, name, one);
  return undefined;
};
