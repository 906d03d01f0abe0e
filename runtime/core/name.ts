/**
 * Names. A local name is a string with at most one owner; `{ via, key }` asks a registry; `{ global }` asks the cluster.
 *
 * `version` changes with every change of a local name, so a client of a fixed name may keep the pid it found.
 * Order: a name is free before anybody is told of its owner's death.
 */
import { addressText, failure } from "./error.js";
import { type AtEnd, addAtEnd, here, isDead, more, Process } from "./process.js";
import { elsewhere, isRemote } from "./remote.js";
import { reportError } from "./report.js";

/** What `{ via }` names must offer (OTP: a via module). */
export interface ViaRegistry {
  /** What the registry is called. */
  readonly title?: string;
  whereisName(key: unknown): Process | undefined;
  /** False when a living process has the name. */
  registerName(key: unknown, process: Process): boolean;
  /** Called when a server that got the name as it started is dead, also when its start failed. */
  unregisterName?(key: unknown): void;
}
export interface Via {
  readonly via: ViaRegistry;
  readonly key: unknown;
}
export interface Global {
  readonly global: string;
}
/** A local name of another node. */
export interface RemoteName {
  readonly name: string;
  readonly node: string;
}
export type Name = string | Via | Global | RemoteName;

/** Global names while this program is a node of a cluster: they are the cluster's then. The layer `node` fills this in. */
export interface Cluster {
  whereis(name: string): Process | undefined;
  /** Gives the owner when another living process has the name. */
  claim(name: string, process: Process): Promise<Process | undefined>;
}
export const cluster: { names: Cluster | null } = { names: null };

const local = new Map<string, Process>();
const globals = new Map<string, Process>();

/** Counts the changes of local names. */
export const names = { version: 0 };

/** Names of one kind that go when their owner does. */
class Holder implements AtEnd {
  constructor(
    readonly owners: Map<string, Process>,
    readonly name: string,
  ) {}
  ended(process: Process): void {
    names.version++;
    if (this.owners.get(this.name) === process) this.owners.delete(this.name);
  }
}

/** The process that has the name, or undefined. Never a dead one. */
export function whereis(name: Name): Process | undefined {
  if (typeof name === "string") return local.get(name);
  if ("global" in name) return cluster.names === null ? globals.get(name.global) : cluster.names.whereis(name.global);
  if ("via" in name) return name.via.whereisName(name.key);
  return name.node === here.node ? local.get(name.name) : elsewhere.named(name.name, name.node);
}

/** The same for users: a name on another node is given back as it is. Source: GenServer.whereis/1; otp/behaviour.md 79. */
export function find(name: Name): Process | RemoteName | undefined {
  return typeof name === "object" && "node" in name && name.node !== here.node ? name : whereis(name);
}

/** Gives a living process a local name. Errors: `bad_name`, `name_taken`, `noproc`. Source: erlang:register/2. */
export function register(name: string, process: Process): void {
  checkName(name);
  if (isRemote(process)) throw failure("not_local/register", { process, node: process.node });
  if (isDead(process)) throw failure("noproc/register", { process, name });
  const owner = local.get(name);
  if (owner !== undefined) throw failure("name_taken", { name, owner });
  const before = process.more?.name ?? null;
  if (before !== null) throw failure("name_taken/second", { process, name: before });
  put(name, process);
}

function put(name: string, process: Process): void {
  names.version++;
  local.set(name, process);
  more(process).name = name;
  addAtEnd(process, new Holder(local, name));
}

/** Forgets to free a name at its owner's end, as it was freed before. */
function dropHolder(owner: Process, owners: Map<string, Process>, name: string): void {
  const atEnd = owner.more?.atEnd;
  for (const entry of atEnd ?? []) {
    if (entry instanceof Holder && entry.owners === owners && entry.name === name) atEnd?.delete(entry);
  }
}

/** Frees a local name. Anybody may. Errors: `no_such_name`. */
export function unregister(name: string): void {
  const owner = local.get(name);
  if (owner === undefined) throw failure("no_such_name/unregister", { name: addressText(name) });
  names.version++;
  local.delete(name);
  more(owner).name = null;
  dropHolder(owner, local, name);
}

/** All local names, in order of registration. */
export function registered(): string[] {
  return [...local.keys()];
}

/* ---- global names; on one node until nodes are started ---- */

/** Gives a living process a global name. False when another one has the name, or this one has a global name already. Source: global:register_name/2. */
export function registerGlobal(name: string, process: Process): boolean {
  if (globals.has(checkName(name)) || [...globals.values()].includes(process)) return false;
  putGlobal(name, process);
  return true;
}

/** The same, taking the name from who has it. Source: global:re_register_name/2. */
export function reRegisterGlobal(name: string, process: Process): boolean {
  putGlobal(checkName(name), process);
  return true;
}

/** A dead process gets the name, as in OTP, and loses it at once. */
function putGlobal(name: string, process: Process): void {
  unregisterGlobal(name);
  if (isDead(process)) return;
  globals.set(name, process);
  addAtEnd(process, new Holder(globals, name));
}

/** Frees a global name, taken or not. */
export function unregisterGlobal(name: string): void {
  const owner = globals.get(name);
  if (owner === undefined) return;
  globals.delete(name);
  dropHolder(owner, globals, name);
}

export function registeredGlobals(): string[] {
  return [...globals.keys()];
}

/** Hands the global names of this program over to a cluster. */
export function takeGlobals(): [name: string, process: Process][] {
  const taken = [...globals];
  for (const [name] of taken) unregisterGlobal(name);
  return taken;
}

/** Registers a process that starts, where the cluster has to be asked. Null: it has not. Gives the owner when the name is taken. */
export function claimInCluster(name: Name, process: Process): Promise<Process | undefined> | null {
  if (cluster.names === null || typeof name === "string" || !("global" in name)) return null;
  return cluster.names.claim(checkName(name.global), process);
}

/** Registers a process that starts under any kind of name. Gives the owner when the name is taken. */
export function claim(name: Name, process: Process): Process | undefined {
  const owner = whereis(name);
  if (owner !== undefined) return owner;
  if (typeof name === "string") {
    put(checkName(name), process);
  } else if ("global" in name) {
    putGlobal(checkName(name.global), process);
  } else if (!("via" in name)) {
    checkName(name);
  } else if (name.via.registerName(name.key, process)) {
    if (name.via.unregisterName !== undefined) addAtEnd(process, { ended: () => unregisterVia(name, process) });
  } else return whereis(name);
  return undefined;
}

/** The registry is the user's code, and this runs amid a death, which it must not stop. */
function unregisterVia(name: Via, owner: Process): void {
  const { via, key } = name;
  try {
    if (via.whereisName(key) === owner) via.unregisterName?.(key);
  } catch (error) {
    reportError({ pid: owner, error }, `${addressText(name)} was not given back: ${String(error)}`);
  }
}

const isName = (name: unknown): name is string => typeof name === "string" && name !== "" && name !== "undefined";

/** Whether a process can be registered under this. */
export const isAnyName = (name: unknown): name is Name =>
  isName(name) || (typeof name === "object" && name !== null && ("global" in name || "via" in name));

export function checkName(name: unknown): string {
  if (isName(name)) return name;
  throw failure("bad_name", { got: String(name) });
}

/** Throws `bad_name` for what can't be a name. */
export function checkAnyName(name: unknown): Name {
  if (isAnyName(name)) return name;
  throw failure("bad_name", { got: String(name) });
}

/** The process at an address, or undefined. */
export function resolve(address: Process | Name): Process | undefined {
  if (address instanceof Process) return isDead(address) ? undefined : address;
  return whereis(address);
}

/** The name by which a server is found in a registry: `via(Rooms, "lobby")`. */
export function via(registry: unknown, key: unknown): Via {
  return { via: registry as ViaRegistry, key };
}

export function global(name: string): Global {
  return { global: name };
}
