// The calls of servers: from a use of a server's name to the method that is called, through `of`, `at` and a constant that keeps the client.
//
//   await Room.of("lobby").join("ann")   ->   { server: Room, via: "of", method: "join", call, address: the call of `of` }
//   const room = Room.at(pid); room.join("ann");
import type { Binding } from "../1-find/scope.js";
import { ts } from "../ts.js";
import type { Facts } from "./facts.js";
import type { Handler, Server } from "./server.js";
import { outside } from "./syntax.js";

export interface ClientCall {
  readonly server: Server;
  /** How the process was found: by the fixed name, by init arguments, by its address. */
  readonly via: "name" | "of" | "at";
  /** `X.of(...)` or `X.at(...)`. */
  readonly address: ts.CallExpression | undefined;
  /** What is called, and its handler: undefined for `start`, `child` ... */
  readonly method: string;
  readonly handler: Handler | undefined;
  readonly call: ts.CallExpression;
}

export function findClientCalls(facts: Facts): ClientCall[] {
  const found: ClientCall[] = [];
  for (const binding of facts.scopes.declared) {
    const server = serverOf(binding, facts);
    if (server === undefined) continue;
    for (const use of binding.uses) traceUse(use, { server, via: "name", address: undefined }, facts, found);
  }
  return found;
}

/** The server that a name stands for, in this file or another. */
export function serverOf(binding: Binding, facts: Facts): Server | undefined {
  if (binding.kind !== "const" && binding.kind !== "import") return undefined;
  // Most imports are no servers: only what is used with a dot is followed.
  if (binding.kind === "import" && (facts.names.isImported(binding) || !binding.uses.some(isAccessed)))
    return undefined;
  const origin = facts.origin(binding);
  return origin?.facts.servers.find((server) => server.binding === origin.binding);
}

const isAccessed = (name: ts.Node): boolean => ts.isPropertyAccessExpression(outside(name).parent);

type Address = Pick<ClientCall, "server" | "via" | "address">;

/** Adds the call that begins with this use. False where the client goes somewhere that can't be followed. */
export function traceUse(use: ts.Node, address: Address, facts: Facts, found: ClientCall[]): boolean {
  const place = outside(use);
  const access = place.parent;
  if (ts.isVariableDeclaration(access) && access.initializer === place)
    return traceConstant(access, address, facts, found);
  if (!ts.isPropertyAccessExpression(access) || access.expression !== place) return false;
  const callee = outside(access);
  const call = callee.parent;
  const method = access.name.text;
  if (!ts.isCallExpression(call) || call.expression !== callee) return false;
  const { server } = address;
  if (method === "of" || method === "at") return traceUse(call, { server, via: method, address: call }, facts, found);
  if (method === "with") {
    // With another name it is found in another way.
    if (!call.arguments.some((options) => /\bname\b/.test(options.getText()))) traceUse(call, address, facts, found);
    return false;
  }
  found.push({ ...address, method, handler: server.handlers.get(method), call });
  return true;
}

/** `const room = Room.of("lobby");` */
function traceConstant(item: ts.VariableDeclaration, address: Address, facts: Facts, found: ClientCall[]): boolean {
  const binding = ts.isIdentifier(item.name) ? facts.scopes.bindingOf(item.name) : undefined;
  if (binding?.kind !== "const" || address.via === "name") return false;
  return binding.uses.every((use) => traceUse(use, address, facts, found));
}
