/**
 * Crash reports and the logger they go to.
 *
 * A logger has pino's shape: `error(object, text)`, so a pino instance can be given as it is. Without one, reports are written to standard error as text;
 * nothing of ours is ever written to standard output.
 */
import { inspect } from "node:util";
import { isPlanned } from "./error.js";
import type { Process } from "./process.js";

export interface Logger {
  error(details: object, message?: string): void;
  warn(details: object, message?: string): void;
  info(details: object, message?: string): void;
}

/** What is known of a crash beside the process itself. */
export interface Crash {
  /** What ended: "server Scoreboard", "process". */
  title: string;
  reason: unknown;
  lastMessage?: unknown;
  state?: unknown;
}

/** Text of a value for a report: short, and whole enough to be of use. A value that can't be shown must not hide the crash. */
function show(value: unknown): string {
  try {
    return inspect(value, { depth: 4, breakLength: 100, maxArrayLength: 20, maxStringLength: 500 });
  } catch (error) {
    return `(a value that can't be shown: ${String(error)})`;
  }
}

const standardError: Logger = {
  error: (_details, text) => write(text),
  warn: (_details, text) => write(text),
  info: (_details, text) => write(text),
};

function write(text: string | undefined): void {
  process.stderr.write(`${text ?? ""}\n`);
}

/** Prints a value with a label to standard error, in colour on a terminal. */
export function printValue(label: string, value: unknown): void {
  write(`${label} ${inspect(value, { depth: 4, colors: process.stderr.isTTY === true })}`);
}

let logger: Logger = standardError;

/** Sends all reports to `next`; without an argument, to standard error again. */
export function setLogger(next: Logger = standardError): void {
  logger = next;
}

/** Reports an error. A logger that throws must not take the scheduler with it: the report goes to standard error instead. */
export function reportError(details: object, text: string): void {
  try {
    logger.error(details, text);
  } catch (error) {
    write(`${text}\n(the logger threw: ${String(error)})`);
  }
}

/** One report for one crash. Ends that were planned are not reported. */
export function reportCrash(process: Process, crash: Crash): void {
  if (isPlanned(crash.reason)) return;
  const name = process.more?.name ?? null;
  const lines = [`${crash.title} ${process}${name === null ? "" : ` "${name}"`} ended with ${show(crash.reason)}`];
  if ("lastMessage" in crash) lines.push(`  last message: ${show(crash.lastMessage)}`);
  if ("state" in crash) lines.push(`  state: ${show(crash.state)}`);
  reportError({ pid: process, name, ...crash }, lines.join("\n"));
}
