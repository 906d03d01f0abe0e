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
import type { Accepts } from "./schema.js";
import { type Problem, Seen } from "./validator.js";

/**
 * What is wrong with a message for a server; it has its tag and payload as in the mailbox. Undefined when it may be delivered, or when the server's handler says
 * nothing of what it takes. Time: bounded by the length of the message.
 */
export function problemWith(server: Process, tag: number, payload: unknown): TinctureError | undefined {
  const { kind } = server;
  if (!(kind instanceof BlockServer)) return undefined;
  const accepts = kind.handlerOf(tag)?.accepts ?? null;
  if ((tag & KIND_OF_TAG) === MESSAGE) return find([payload], accepts, kind.title, () => `a message to ${kind.title}`);
  return problemIn(argumentsOf(tag, payload), accepts, kind.nameOf(tag));
}

/** What is wrong with the arguments of a function that another node asks for; `of` is what it is called. */
export const problemIn = (args: readonly unknown[], accepts: Accepts | null, of: string): TinctureError | undefined =>
  find(args, accepts, of, (place) => `argument ${place + 1} of ${of}`);

function find(
  args: readonly unknown[],
  accepts: Accepts | null,
  of: string,
  nameOf: (place: number) => string,
): TinctureError | undefined {
  if (accepts === null) return undefined;
  try {
    const found = findInTuple(args, accepts(), new Seen());
    if (found === undefined) return undefined;
    const { place, problem } = found;
    return failure("bad_argument", { what: whole(nameOf(place), problem), problem: problem.joint + problem.text });
  } catch (error) {
    // A schema is the user's code; the depth of a message may be more than the stack has room for.
    if (error instanceof TinctureError) return error;
    return failure("bad_argument/unchecked", { what: of, reason: reasonText(error) });
  }
}

/** `argument 2 of join: users[3].name` */
const whole = (what: string, { path }: Problem): string => (path === "" ? what : `${what}: ${path}`);

/** What was reported already, for each kind and each function. */
const reported = new WeakMap<object, Set<string>>();
/** So many are kept for each; then nothing more of it is reported. */
const MOST = 1000;

/** Reports a message that was not delivered: once for each handler and each node, so that nobody can fill the log. */
export function reportDropped(server: Process, tag: number, node: string, problem: TinctureError): void {
  const kind = server.kind as BlockServer;
  const what = `server ${kind.title} ${server}: a message`;
  reportOnce(kind, `${kind.nameOf(tag)} ${node}`, what, { pid: server, node, err: problem });
}

/** Reports once under a key that `what` was dropped; `owner` has the keys. */
export function reportOnce(
  owner: object,
  key: string,
  what: string,
  details: { readonly pid?: Process; readonly node: string; readonly err: TinctureError },
): void {
  const known = reported.get(owner) ?? new Set();
  reported.set(owner, known);
  if (known.has(key) || known.size >= MOST) return;
  known.add(key);
  reportError(
    details,
    `${what} from ${details.node} was dropped: ${details.err.message} (further ones of this kind are dropped without a word)`,
  );
}
