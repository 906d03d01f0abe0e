/**
 * Crash reports and the logger they go to.
 *
 * A logger has pino's shape: `error(object, text)`, so a pino instance can be given as it is. Its object is `{ err?, crash }`, of supervisors
 * `{ err?, supervisor }`: one key, because pino has `pid` and `name` of its own. Without a logger, reports are written to standard error as text; nothing of
 * ours is ever written to standard output.
 */
import { inspect } from "node:util";
import { isPlanned } from "./error.js";
import type { Process } from "./process.js";

/** Where reports go: the shape of a pino logger. `details` has `err?` and `crash`, or `supervisor`; `message` is the whole report as text. */
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
  /** The function it began with, or the server's name. */
  initialCall?: string;
  lastMessage?: unknown;
  state?: unknown;
}

/** What a logger gets of a crash, beside `err` when the reason is an Error. */
export interface CrashReport extends Omit<Crash, "title"> {
  readonly pid: Process;
  readonly name: string | null;
  readonly parent: Process | null;
  /** Of an Error: where it was thrown, without the frames of the runtime and of Node. */
  readonly stack?: string;
}

/* Frames of the runtime, compiled or by its source map, and of Node: nobody's own code. */
const folder = __dirname.replaceAll("\\", "/").replace(/\/core$/, "");
const own = [folder, folder.replace(/\/dist\/runtime$/, "/runtime")].map((path) => `${path}/`);
const isOwnFrame = (line: string): boolean =>
  /^\s+at /.test(line) &&
  (/\(?node:/.test(line) ||
    own.some((path) => line.replaceAll("\\", "/").includes(path)) ||
    / at .*<anonymous>\)?$/.test(line));

/** A text with stacks in it, of which only the frames of the user's code are left. */
export function userStack(text: string): string {
  return text
    .split("\n")
    .filter((line) => !isOwnFrame(line))
    .join("\n");
}

/** Text of a value for a report: short, and whole enough to be of use. A value that can't be shown must not hide the crash. */
export function show(value: unknown): string {
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

/**
 * Sends all reports to `next`; without an argument, to standard error again. Gives back the logger before.
 * @example
 * const lines: string[] = [];
 * setLogger({ error: (_details, text = "") => lines.push(text), warn() {}, info() {} });
 * spawn(() => {
 *   throw new Error("out of paper");
 * });
 * await sleep(1);
 * lines.length; // => 1
 */
export function setLogger(next: Logger = standardError): Logger {
  const before = logger;
  logger = next;
  return before;
}

/** Reports an error. A logger that throws must not take the scheduler with it: the report goes to standard error instead. */
export function reportError(details: object, text: string): void {
  try {
    logger.error(details, text);
  } catch (error) {
    write(`${text}\n(the logger threw: ${String(error)})`);
  }
}

/** An Error as a logger gets it: the same, with its stack in user code. */
function withUserStack(error: Error): Error {
  return Object.create(error, { stack: { value: userStack(String(error.stack)) } });
}

/** What a report of an ending has for loggers that know `err` (pino): beside the report, so that no key meets one of the logger's own. */
export function errOf(reason: unknown): { err?: Error } {
  return reason instanceof Error ? { err: withUserStack(reason) } : {};
}

/** Tells of something that is no mistake. */
export function reportInfo(details: object, text: string): void {
  logger.info(details, text);
}

/** One report for one crash. Ends that were planned are not reported. */
export function reportCrash(process: Process, crash: Crash): void {
  if (isPlanned(crash.reason)) return;
  const { title, ...rest } = crash;
  const name = process.more?.name ?? null;
  const parent = process.more?.parent ?? null;
  const lines = [
    `${title} ${process}${name === null ? "" : ` "${name}"`} ended with ${userStack(show(crash.reason))}`,
    ...(crash.initialCall && !title.endsWith(` ${crash.initialCall}`) ? [`  began with: ${crash.initialCall}`] : []),
    ...(parent === null ? [] : [`  started by: ${parent}`]),
    ...("lastMessage" in crash ? [`  last message: ${show(crash.lastMessage)}`] : []),
    ...("state" in crash ? [`  state: ${show(crash.state)}`] : []),
  ];
  const err = errOf(crash.reason);
  const report: CrashReport = { pid: process, name, parent, ...rest, ...(err.err && { stack: String(err.err.stack) }) };
  reportError({ ...err, crash: report }, lines.join("\n"));
}
