/**
 * Starting a server on another node: asks the node's service for it, as a call.
 *
 * Flow: here `startOn` -> there `startHereFor`: the kind of this title, started with the caller as its parent, so that a link is there before its block runs.
 * Only servers that the other program has defined itself can be started; no code travels. Init arguments are held against what the block takes before it runs.
 */
import { CallError, failure, StartError } from "../core/error.js";
import { withWait } from "../core/fiber.js";
import type { Name } from "../core/name.js";
import { current, here, Process } from "../core/process.js";
import { definitionOf } from "./definition.js";
import type { PendingCall, Request } from "./pending_call.js";
import { callByPromise, callHere } from "./request.js";
import { CALL } from "./running.js";
import { start, startHere } from "./start.js";
import { problemIn } from "./validator/request.js";

/** What is asked for. */
export interface StartRequest {
  readonly title: string;
  readonly init: readonly unknown[];
  readonly name?: Name | undefined;
  readonly trapExit?: boolean | undefined;
  readonly timeout?: number | undefined;
  /** Who is linked to it. */
  readonly parent?: Process | undefined;
}

/** The name of the service. */
export const START = "$start";
const request: Request = { tag: CALL, name: "start", kind: null };

/** A function of init arguments that starts a server of a kind on a node. */
export function starterOn(
  node: string,
  plan: (init: readonly unknown[]) => Omit<StartRequest, "parent">,
  link: boolean,
) {
  const address = { name: START, node };
  const asked = (init: readonly unknown[]): StartRequest => ({ ...plan(init), parent: link ? current() : undefined });
  return withWait(
    (...init: unknown[]): Promise<unknown> => {
      if (node === here.node) return startLocally(asked(init));
      return callByPromise(address, request, asked(init), Number.POSITIVE_INFINITY);
    },
    (...init: unknown[]): unknown => {
      const wanted = asked(init);
      if (node !== here.node) return callHere(address, request, wanted, Number.POSITIVE_INFINITY);
      return startHere(kindOf(wanted.title), wanted.init, { ...wanted, link });
    },
  );
}

function kindOf(title: string) {
  const kind = definitionOf(title);
  if (typeof kind === "string") throw failure(kind, { node: here.node, server: title });
  return kind;
}

async function startLocally(wanted: StartRequest): Promise<Process> {
  const { title, init, parent } = wanted;
  return start(kindOf(title), init, { ...wanted, link: parent !== undefined });
}

/** Does it for another node, which may have sent anything. */
export function startFor(caller: PendingCall, wanted: unknown): void {
  const { title, init, parent } = (wanted ?? {}) as Partial<StartRequest>;
  const isRequest = typeof title === "string" && Array.isArray(init);
  if (!isRequest || !(parent === undefined || parent instanceof Process))
    return caller.fail(new CallError("badarg", START, "start/1"));
  const kind = definitionOf(title);
  const wrong = typeof kind === "string" ? undefined : problemIn(init, kind.accepts, `${title}.start`);
  if (wrong !== undefined) return caller.fail(wrong);
  startLocally(wanted as StartRequest).then(
    (pid) => caller.reply(pid),
    (error: unknown) => caller.fail(error instanceof Error ? error : new StartError("init_failed", error)),
  );
}
