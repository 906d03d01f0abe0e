/**
 * Calls and casts to the server of one name on many nodes. Source: GenServer.multi_call/4, abcast/3; otp/behaviour.md 81.
 */
import { checkTimeout } from "../core/error.js";

/** What came of a call to many: answers with their nodes, and the nodes that gave none in time; both in the order of the nodes asked. */
export interface MultiReply {
  readonly replies: readonly (readonly [node: string, reply: unknown])[];
  readonly bad: readonly string[];
}

type Call = (
  server: { readonly name: string; readonly node: string },
  request: unknown,
  timeout: number,
) => Promise<unknown>;
type Cast = (server: { readonly name: string; readonly node: string }, request: unknown) => void;

/** Asks all of them at once. Never rejects for a node that gives no answer. */
export async function multiCall(
  call: Call,
  nodes: readonly string[],
  name: string,
  request: unknown,
  timeout: number,
): Promise<MultiReply> {
  checkTimeout(timeout, "multiCall");
  const none = Symbol("none");
  const replies = await Promise.all(nodes.map((node) => call({ name, node }, request, timeout).catch(() => none)));
  return {
    replies: nodes.flatMap((node, i) => (replies[i] === none ? [] : [[node, replies[i]] as const])),
    bad: nodes.filter((_, i) => replies[i] === none),
  };
}

export function abcast(cast: Cast, nodes: readonly string[], name: string, request: unknown): "abcast" {
  for (const node of nodes) cast({ name, node }, request);
  return "abcast";
}
