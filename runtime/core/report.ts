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

/** Text of a value for a report: short, and whole enough to be of use. */
const show = (value: unknown): string => inspect(value, { depth: 4, breakLength: 100, maxArrayLength: 20, maxStringLength: 500 });

const standardError: Logger = {
  error: (_details, text) => write(text),
  warn: (_details, text) => write(text),
  info: (_details, text) => write(text),
};

function write(text: string | undefined): void {
  process.stderr.write(`${text ?? ""}\n`);
}

let logger: Logger = standardError;

/** Sends all reports to `next`; without an argument, to standard error again. */
export function setLogger(next: Logger = standardError): void {
  logger = next;
}

export function getLogger(): Logger {
  return logger;
}

/** One report for one crash. Ends that were planned are not reported. */
export function reportCrash(process: Process, crash: Crash): void {
  if (isPlanned(crash.reason)) return;
  const name = process.more?.name ?? null;
  const lines = [`${crash.title} ${process}${name === null ? "" : ` "${name}"`} ended with ${show(crash.reason)}`];
  if ("lastMessage" in crash) lines.push(`  last message: ${show(crash.lastMessage)}`);
  if ("state" in crash) lines.push(`  state: ${show(crash.state)}`);
  logger.error({ pid: process, name, ...crash }, lines.join("\n"));
}
