/**
 * The kinds of servers that this program has, by title: what another node may ask to be started here.
 *
 * Shape: held weakly, so a server that is defined in a function goes with it. Two kinds with one title and the same handlers are taken for the same definition,
 * evaluated again; the later one counts. With other handlers the title says nothing, and nobody can start either from elsewhere.
 */
import type { BlockServer } from "./block_server.js";

const AMBIGUOUS = Symbol("ambiguous");
const kinds = new Map<string, WeakRef<BlockServer> | typeof AMBIGUOUS>();

export function define(kind: BlockServer): void {
  const before = kinds.get(kind.title);
  const other = before === AMBIGUOUS ? undefined : before?.deref();
  if (before === AMBIGUOUS || (other !== undefined && String(other.names) !== String(kind.names)))
    kinds.set(kind.title, AMBIGUOUS);
  else kinds.set(kind.title, new WeakRef(kind));
}

/** The kind with a title; why not, in the word that is the error's code. */
export function definitionOf(title: string): BlockServer | "unknown_server" | "ambiguous_server" {
  const found = kinds.get(title);
  if (found === AMBIGUOUS) return "ambiguous_server";
  return found?.deref() ?? "unknown_server";
}
