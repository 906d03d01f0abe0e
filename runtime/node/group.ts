/**
 * `group`: named groups of processes over all connected nodes, after OTP's pg. Every node knows all members; there is no leader and no lock, so nodes agree once news
 * have travelled.
 *
 * Shape: each node owns what its own processes have joined, and tells the others: all of it when a node comes up, then each change. What a node told is
 * forgotten when it is lost. A process may join a group several times, and is a member so often.
 * Source: OTP pg:join/2, leave/2, get_members/1, get_local_members/1, which_groups/0, monitor/1.
 */
import { failure, notInProcess } from "../core/error.js";
import { MESSAGE } from "../core/mailbox.js";
import { type AtEnd, addAtEnd, current, isDead, Process } from "../core/process.js";
import { isRemote } from "../core/remote.js";
import { deliver } from "../core/scheduler.js";
import { currentNode } from "./current.js";
import type { LocalNode, NodeWatcher } from "./local_node.js";

/** What a process gets that asked by `group.monitor`. */
export interface GroupMessage {
  readonly tag: "join" | "leave";
  readonly group: string;
  readonly pids: readonly Process[];
}

type Members = Map<string, Process[]>;

/** The name of the service. */
export const GROUP = "$group";

const own: Members = new Map();
const theirs = new Map<string, Members>();
const watchers = new Map<string, Set<Process>>();

function add(members: Members, name: string, pids: readonly Process[]): void {
  members.set(name, [...(members.get(name) ?? []), ...pids]);
}

/** Takes each of `pids` out once; gives those that were there. */
function take(members: Members, name: string, pids: readonly Process[]): Process[] {
  const list = [...(members.get(name) ?? [])];
  const taken = pids.filter((pid) => {
    const place = list.indexOf(pid);
    if (place >= 0) list.splice(place, 1);
    return place >= 0;
  });
  if (list.length > 0) members.set(name, list);
  else members.delete(name);
  return taken;
}

function tellWatchers(tag: "join" | "leave", name: string, pids: readonly Process[]): void {
  if (pids.length === 0) return;
  for (const watcher of watchers.get(name) ?? []) deliver(watcher, MESSAGE, { tag, group: name, pids }, null);
}

/** Tells the other nodes of a change among our processes. */
function spread(tag: "join" | "leave", name: string, pids: readonly Process[]): void {
  tellWatchers(tag, name, pids);
  const node = currentNode();
  for (const other of node?.connected() ?? []) node?.tell(other.name, GROUP, tag, [name, pids]);
}

/** A member that ends leaves. */
const leaver: AtEnd = {
  ended(process) {
    for (const [name, pids] of [...own]) {
      const taken = take(
        own,
        name,
        pids.filter((pid) => pid === process),
      );
      if (taken.length > 0) spread("leave", name, taken);
    }
  },
};
const joined = new WeakSet<Process>();

function ownProcess(pid: Process | undefined, operation: string): Process {
  const process = pid ?? current();
  if (process === undefined) throw notInProcess(operation);
  if (!(process instanceof Process))
    throw failure("bad_option", { option: "pid", expected: "a pid", got: String(pid) });
  if (isRemote(process)) throw failure("not_local/group", { process, node: process.node });
  return process;
}

export const group = {
  join(name: string, pid?: Process): void {
    const process = ownProcess(pid, "group.join(...)");
    if (isDead(process)) throw failure("noproc/group", { process, group: name });
    if (!joined.has(process)) {
      joined.add(process);
      addAtEnd(process, leaver);
    }
    add(own, name, [process]);
    spread("join", name, [process]);
  },

  leave(name: string, pid?: Process): boolean {
    const taken = take(own, name, [ownProcess(pid, "group.leave(...)")]);
    if (taken.length > 0) spread("leave", name, taken);
    return taken.length > 0;
  },

  members(name: string): Process[] {
    return [...(own.get(name) ?? []), ...[...theirs.values()].flatMap((members) => members.get(name) ?? [])];
  },

  localMembers(name: string): Process[] {
    return [...(own.get(name) ?? [])];
  },

  names(): string[] {
    return [...new Set([own, ...theirs.values()].flatMap((members) => [...members.keys()]))];
  },

  monitor(name: string, on = true): Process[] {
    const me = ownProcess(undefined, "group.monitor(...)");
    const all = watchers.get(name) ?? new Set();
    watchers.set(name, all);
    if (!on) all.delete(me);
    else if (!all.has(me)) {
      all.add(me);
      addAtEnd(me, { ended: () => void all.delete(me) });
    }
    return group.members(name);
  },
};

/* ---- what nodes tell each other ---- */

/** Keeps what other nodes have, while this one runs. */
export class Groups implements NodeWatcher {
  constructor(private readonly node: LocalNode) {
    node.watchers.add(this);
  }

  nodeUp(node: string): void {
    if (own.size > 0) this.node.tell(node, GROUP, "all", [...own]);
  }

  nodeDown(node: string): void {
    const lost = theirs.get(node) ?? new Map<string, Process[]>();
    theirs.delete(node);
    for (const [name, pids] of lost) tellWatchers("leave", name, pids);
  }

  /** News of another node. What isn't written as a node writes it is left out. */
  hear(news: string, payload: unknown, node: string): void {
    if (!Array.isArray(payload)) return;
    const members = theirs.get(node) ?? new Map<string, Process[]>();
    theirs.set(node, members);
    if (news === "all") {
      for (const entry of payload) if (Array.isArray(entry)) this.change("join", members, entry[0], entry[1], node);
    } else if (news === "join" || news === "leave") this.change(news, members, payload[0], payload[1], node);
  }

  private change(tag: "join" | "leave", members: Members, name: unknown, pids: unknown, node: string): void {
    if (typeof name !== "string" || !Array.isArray(pids)) return;
    const processes = pids.filter((pid): pid is Process => pid instanceof Process && pid.node === node);
    if (tag === "join") add(members, name, processes);
    tellWatchers(tag, name, tag === "join" ? processes : take(members, name, processes));
  }
}
