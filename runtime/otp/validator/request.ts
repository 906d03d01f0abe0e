/**
 * A request from another node, checked before it is delivered. Whoever delivers for another node asks here first; messages of the same node never come by.
 *
 * Flow: problemWith -> undefined: deliver | an error: a call rejects with it, anything else is dropped and reported (reportDropped). The server sees nothing of it.
 */
import { failure, reasonText, TinctureError } from "../../core/error.js";
import { MESSAGE } from "../../core/mailbox.js";
import type { Process } from "../../core/process.js";
import { reportError } from "../../core/report.js";
import { BlockServer } from "../block_server.js";
import { argumentsOf, KIND_OF_TAG } from "../running.js";
import { findInTuple } from "./composite.js";
import { type Problem, Seen } from "./validator.js";

/**
 * What is wrong with a message for a server; it has its tag and payload as in the mailbox. Undefined when it may be delivered, or when the server's handler says
 * nothing of what it takes. Time: bounded by the length of the message.
 */
export function problemWith(server: Process, tag: number, payload: unknown): TinctureError | undefined {
  const { kind } = server;
  if (!(kind instanceof BlockServer)) return undefined;
  const validators = kind.handlerOf(tag)?.accepts;
  if (validators == null) return undefined;
  const isMessage = (tag & KIND_OF_TAG) === MESSAGE;
  try {
    const found = findInTuple(isMessage ? [payload] : argumentsOf(tag, payload), validators(), new Seen());
    if (found === undefined) return undefined;
    const what = isMessage ? `a message to ${kind.title}` : `argument ${found.place + 1} of ${kind.nameOf(tag)}`;
    return failure("bad_argument", {
      what: whole(what, found.problem),
      problem: found.problem.joint + found.problem.text,
    });
  } catch (error) {
    // A schema is the user's code; the depth of a message may be more than the stack has room for.
    if (error instanceof TinctureError) return error;
    return failure("bad_argument/unchecked", {
      what: isMessage ? kind.title : kind.nameOf(tag),
      reason: reasonText(error),
    });
  }
}

/** `argument 2 of join: users[3].name` */
const whole = (what: string, { path }: Problem): string => (path === "" ? what : `${what}: ${path}`);

/** Nodes that were reported, for each handler of a kind. */
const reported = new WeakMap<BlockServer, Set<string>>();
/** So many are kept for a kind; then nothing more of it is reported. */
const MOST = 1000;

/** Reports a message that was not delivered: once for each handler and each node, so that nobody can fill the log. */
export function reportDropped(server: Process, tag: number, node: string, problem: TinctureError): void {
  const kind = server.kind as BlockServer;
  const known = reported.get(kind) ?? new Set();
  reported.set(kind, known);
  const key = `${kind.nameOf(tag)} ${node}`;
  if (known.has(key) || known.size >= MOST) return;
  known.add(key);
  reportError(
    { pid: server, node, err: problem },
    `server ${kind.title} ${server}: a message from ${node} was dropped: ${problem.message} (further ones of this kind are dropped without a word)`,
  );
}
