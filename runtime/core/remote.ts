/**
 * Processes of other nodes, as the rest of the runtime sees them: a `Process` that is in no table, whose status is REMOTE and whose kind leads to its node.
 *
 * Flow: what would touch a process of this node (a message, an exit signal, a link, a monitor) asks `isRemote` where it is off the hot path, and hands
 * a remote one to its kind. The hot path asks nothing new: REMOTE is above DEAD, and the one test that a message passes was for that already.
 *
 * Must not know: nodes, connections, bytes. The layer `node` fills this in.
 */
import { failure } from "./error.js";
import { DOING, type Kind, Process, REMOTE } from "./process.js";

/** Something that waits for the end of a process of another node. */
export interface RemoteWatch {
  /** Called once: with the exit reason, `noproc`, or `noconnection`. */
  ended(process: Process, reason: unknown): void;
}

/** What stands for another node. `to` is always a process of it, the other one of this. */
export interface RemoteKind extends Kind {
  readonly node: string;
  /** A message, or a request of a server. Errors: `not_sendable`, `node_busy`. */
  deliver(to: Process, tag: number, payload: unknown, from: unknown): void;
  /** exit/2 */
  exit(to: Process, from: Process | undefined, reason: unknown): void;
  link(to: Process, from: Process): void;
  unlink(to: Process, from: Process): void;
  /** `from` has ended, and was linked to it. */
  linkExit(to: Process, from: Process, reason: unknown): void;
  watch(to: Process, watch: RemoteWatch): void;
  unwatch(to: Process, watch: RemoteWatch): void;
}

export type RemoteProcess = Process & { readonly kind: RemoteKind };

export const isRemote = (process: Process): process is RemoteProcess => (process.status & DOING) === REMOTE;

/** A process of another node. `address` says there which one is meant. */
export function remoteProcess(id: number, kind: RemoteKind, address: unknown): Process {
  const process = new Process(id, kind, address);
  process.slot = -1;
  process.status = REMOTE;
  return process;
}

/** What the layer `node` fills in: who has a name on another node. */
export const elsewhere: { named(name: string, node: string): Process | undefined } = { named: withoutNode };

/** What is asked before `Node.start` and after `Node.stop`. */
export function withoutNode(name: string, node: string): never {
  throw failure("node_not_started", { operation: `the name "${name}" on ${node}` });
}
