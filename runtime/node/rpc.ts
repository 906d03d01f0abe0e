/**
 * `rpc`: calls of functions on other nodes. Only of those that the other node has allowed, by the names that it gave them.
 *
 * Flow: `rpc.call` -> a request to the node's service -> the function in a process of its own -> its value, or what it threw. Source: OTP erpc:call/5, cast/4.
 */
import { run, spawn } from "../core/body.js";
import { copy, copyArguments } from "../core/copy.js";
import { ExitError, failure } from "../core/error.js";
import { wait, withWait } from "../core/fiber.js";
import { whereis } from "../core/name.js";
import { here } from "../core/process.js";
import type { PendingCall, Request } from "../otp/pending_call.js";
import { callByPromise, callHere, deliverRequest } from "../otp/request.js";
import { CALL, CAST } from "../otp/running.js";
import { problemIn, reportOnce } from "../otp/validator/request.js";
import { type Accepts, acceptsOf } from "../otp/validator/schema.js";
import { startedNode } from "./current.js";

type Allowed = (...args: never[]) => unknown;

/** The name of the service. */
export const RPC = "$rpc";
interface Entry {
  readonly fn: Allowed;
  /** What its arguments must be. */
  readonly accepts: Accepts | null;
}
const allowed = new Map<string, Entry>();

function entryOf(name: string): Entry {
  const entry = allowed.get(name);
  if (entry === undefined) throw failure("not_allowed", { node: here.node, function: name });
  return entry;
}

const work =
  ({ fn }: Entry, args: readonly unknown[]) =>
  () =>
    fn(...(args as never[]));

/** What a function threw is the caller's, as it is; another end of its process is a reason. */
const thrownBy = (error: unknown): unknown =>
  error instanceof ExitError && error.reason instanceof Error ? error.reason : error;

async function local(name: string, args: readonly unknown[]): Promise<unknown> {
  try {
    return copy(await run(work(entryOf(name), copyArguments([...args]))));
  } catch (error) {
    throw thrownBy(error);
  }
}

const requestFor = (tag: number, name: string): Request => ({ tag, name, kind: null });

function nameOf(fn: string | Allowed): string {
  if (typeof fn === "string") return fn;
  for (const [name, known] of allowed) if (known.fn === fn) return name;
  return fn.name;
}

/** Does it for another node: arguments that the function doesn't take are refused. Those of a cast are dropped, and reported. */
export function serve(name: string, args: unknown, caller: PendingCall | null, node: string): void {
  const entry = allowed.get(name);
  if (entry === undefined || !Array.isArray(args))
    return caller?.fail(failure("not_allowed", { node: here.node, function: name }));
  const wrong = problemIn(args, entry.accepts, name);
  if (wrong !== undefined && caller !== null) return caller.fail(wrong);
  if (wrong !== undefined) return reportOnce(entry, node, `function ${name}: a cast`, { node, err: wrong });
  const job = work(entry, args);
  if (caller === null) return void spawn(job);
  run(job).then(
    (value) => caller.reply(value),
    (error: unknown) => caller.fail(thrownBy(error)),
  );
}

function callIt(node: string, fn: string | Allowed, args: readonly unknown[] = [], timeout = Number.POSITIVE_INFINITY) {
  startedNode("rpc.call");
  if (node === here.node) return local(nameOf(fn), args);
  return callByPromise({ name: RPC, node }, requestFor(CALL, nameOf(fn)), [...args], timeout);
}

function callItHere(
  node: string,
  fn: string | Allowed,
  args: readonly unknown[] = [],
  timeout = Number.POSITIVE_INFINITY,
) {
  startedNode("rpc.call");
  if (node === here.node) return wait(local(nameOf(fn), args));
  return callHere({ name: RPC, node }, requestFor(CALL, nameOf(fn)), [...args], timeout);
}

export const rpc = {
  allow<F extends Allowed>(name: string, fn: F, accepted?: Accepts | { readonly args?: readonly unknown[] }): F {
    if (typeof name !== "string" || name === "" || typeof fn !== "function")
      throw failure("bad_option", {
        option: "name and function of rpc.allow",
        expected: "a text and a function",
        got: String(name),
      });
    const accepts = typeof accepted === "function" ? accepted : acceptsOf(accepted?.args, "rpc.allow");
    allowed.set(name, { fn, accepts });
    return fn;
  },

  forbid(name: string): boolean {
    return allowed.delete(name);
  },

  call: withWait(callIt, callItHere),

  cast(node: string, fn: string | Allowed, args: readonly unknown[] = []): void {
    startedNode("rpc.cast");
    const name = nameOf(fn);
    if (node === here.node) {
      const entry = allowed.get(name);
      return entry && void spawn(work(entry, copyArguments([...args])));
    }
    const service = whereis({ name: RPC, node });
    if (service !== undefined) deliverRequest(service, requestFor(CAST, name), [...args], null);
  },

  async multiCall(nodes: readonly string[], fn: string | Allowed, args: readonly unknown[] = [], timeout?: number) {
    const asked = nodes.map((node) => callIt(node, fn, args, timeout));
    const outcomes = await Promise.allSettled(asked);
    return outcomes.map((outcome, i) => {
      const node = nodes[i] as string;
      return outcome.status === "fulfilled"
        ? { node, value: outcome.value }
        : { node, error: outcome.reason as unknown };
    });
  },
};
