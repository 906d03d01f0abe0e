// Who waits for whom: the calls that a server's handlers wait for, followed through functions and files.
//
//   waitsOf(Orders) -> [{ from: "place", call: the call of Stock.reserve }]      cyclesOf(Orders) -> [[Orders.place, Stock.reserve, ...]]
import { functionOf } from "../1-find/process_function.js";
import type { Binding } from "../1-find/scope.js";
import type { FunctionCode } from "../ast/look.js";
import type { ts } from "../ts.js";
import type { ClientCall } from "./client.js";
import { isCalled } from "./code.js";
import type { Origin } from "./export.js";
import type { Facts } from "./facts.js";
import { isAnswering, type Server } from "./server.js";
import { isWaitedFor } from "./syntax.js";

/** A call that a server waits for while it does something: `from` is the name of the handler, or "start". */
export interface Wait {
  readonly server: Server;
  readonly from: string;
  readonly call: ClientCall;
}

/** What a server runs while it takes no other message. */
export const handlingFunctions = (server: Server): { readonly name: string; readonly fn: FunctionCode }[] => [
  ...[...server.handlers.values()].filter(({ kind }) => kind !== "upgrade"),
  { name: "start", fn: server.block },
];

const known = new WeakMap<Server, readonly Wait[]>();

/** The calls of other servers that this one waits for. */
export function waitsOf(server: Server): readonly Wait[] {
  const before = known.get(server);
  if (before !== undefined) return before;
  const found = handlingFunctions(server).flatMap(({ name, fn }) =>
    waitingCalls(fn, server.facts).map((call) => ({ server, from: name, call })),
  );
  const others = found.filter(({ call }) => call.server !== server);
  known.set(server, others);
  return others;
}

/** What the functions of a file wait for, and which imported names they call; by the function whose code that is. */
interface Outgoing {
  readonly waits: readonly { readonly owner: ts.Node; readonly call: ClientCall }[];
  readonly imports: readonly { readonly owner: ts.Node; readonly binding: Binding }[];
}

const outgoingOf = new WeakMap<Facts, Outgoing>();

function outgoing(facts: Facts): Outgoing {
  const before = outgoingOf.get(facts);
  if (before !== undefined) return before;
  const { code, scopes, names, clientCalls } = facts;
  const waits = clientCalls.flatMap((call) => {
    const owner = isAnswering(call.handler) && isWaitedFor(call.call) ? code.ownerOf(call.call) : undefined;
    return owner === undefined ? [] : [{ owner, call }];
  });
  const imports: { owner: ts.Node; binding: Binding }[] = [];
  for (const binding of scopes.declared) {
    if (binding.kind !== "import" || names.isImported(binding)) continue;
    for (const use of binding.uses) {
      const owner = isCalled(use) ? code.ownerOf(use) : undefined;
      if (owner !== undefined) imports.push({ owner, binding });
    }
  }
  const made = { waits, imports };
  outgoingOf.set(facts, made);
  return made;
}

/** The client calls that a function waits for, itself or through functions that it calls, of this file or imported. */
function waitingCalls(start: FunctionCode, facts: Facts, seen: Set<ts.Node> = new Set()): ClientCall[] {
  const { waits, imports } = outgoing(facts);
  if ((waits.length === 0 && imports.length === 0) || seen.has(start)) return [];
  const reached = facts.code.reached(start);
  for (const each of reached) seen.add(each);
  const own = waits.filter(({ owner }) => reached.has(owner)).map(({ call }) => call);
  const others = imports.filter(({ owner }) => reached.has(owner));
  return [...own, ...others.flatMap(({ binding }) => waitingCallsOf(facts.origin(binding), seen))];
}

function waitingCallsOf(origin: Origin | undefined, seen: Set<ts.Node>): ClientCall[] {
  const fn = origin && functionOf(origin.binding);
  return origin === undefined || fn === undefined ? [] : waitingCalls(fn, origin.facts, seen);
}

/** The shortest way from each call of a server back to it. */
export function cyclesOf(server: Server): Wait[][] {
  const cycles: Wait[][] = [];
  const through = new Set<Server>();
  for (const first of waitsOf(server)) {
    const { server: next } = first.call;
    if (through.has(next)) continue;
    const back = wayTo(server, next);
    if (back === undefined) continue;
    through.add(next);
    cycles.push([first, ...back]);
  }
  return cycles;
}

function wayTo(target: Server, start: Server): Wait[] | undefined {
  const cameBy = new Map<Server, Wait | undefined>([[start, undefined]]);
  for (const server of cameBy.keys())
    for (const wait of waitsOf(server)) {
      const { server: next } = wait.call;
      if (next === target) return wayBack(wait, cameBy);
      if (!cameBy.has(next)) cameBy.set(next, wait);
    }
  return undefined;
}

function wayBack(last: Wait, cameBy: ReadonlyMap<Server, Wait | undefined>): Wait[] {
  const way = [last];
  for (let at = cameBy.get(last.server); at !== undefined; at = cameBy.get(at.server)) way.unshift(at);
  return way;
}

/** The order in which a cycle is told: it begins with the server that comes first. */
export const comesFirst = (server: Server, others: readonly Server[]): boolean =>
  others.every((other) => other === server || keyOf(server) < keyOf(other));

const keyOf = ({ facts, call }: Server): string => `${facts.file.fileName}\0${String(call.pos).padStart(9, "0")}`;
