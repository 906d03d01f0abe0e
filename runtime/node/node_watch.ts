/**
 * Processes that want to know of nodes: of the loss of one (`Node.monitor`), or of all that come and go (`Node.monitorNodes`).
 *
 * Order: nodedown comes after the DOWN and EXIT of that node's processes. Source: erlang:monitor_node/2, net_kernel:monitor_nodes/1; otp/behaviour.md 234.
 */
import { notInProcess } from "../core/error.js";
import { MESSAGE } from "../core/mailbox.js";
import { type AtEnd, addAtEnd, current, isDead, type Process } from "../core/process.js";
import { deliver } from "../core/scheduler.js";
import type { LocalNode, NodeWatcher } from "./local_node.js";

class Watchers implements NodeWatcher, AtEnd {
  /** How often each process asked for each node: as often it is told, once the node is lost. */
  private readonly ofOne = new Map<string, Map<Process, number>>();
  private readonly ofAll = new Set<Process>();

  constructor(private readonly node: LocalNode) {
    node.watchers.add(this);
  }

  monitor(name: string, owner: Process, on: boolean): void {
    const owners = this.ofOne.get(name) ?? new Map<Process, number>();
    const count = (owners.get(owner) ?? 0) + (on ? 1 : -1);
    if (count > 0) owners.set(owner, count);
    else owners.delete(owner);
    this.ofOne.set(name, owners);
    addAtEnd(owner, this);
    if (on && name !== this.node.name)
      void this.node.connect(name).then((error) => error !== undefined && this.tellOne(name));
  }

  monitorAll(owner: Process, on: boolean): void {
    if (!on) return void this.ofAll.delete(owner);
    this.ofAll.add(owner);
    addAtEnd(owner, this);
  }

  ended(owner: Process): void {
    this.ofAll.delete(owner);
    for (const owners of this.ofOne.values()) owners.delete(owner);
  }

  nodeUp(node: string, hidden: boolean): void {
    if (!hidden) for (const owner of this.ofAll) deliver(owner, MESSAGE, { tag: "nodeup", node }, null);
  }

  nodeDown(node: string, hidden: boolean): void {
    this.tellOne(node);
    if (!hidden) for (const owner of this.ofAll) deliver(owner, MESSAGE, { tag: "nodedown", node }, null);
  }

  private tellOne(node: string): void {
    const owners = this.ofOne.get(node) ?? new Map<Process, number>();
    this.ofOne.delete(node);
    for (const [owner, count] of owners)
      for (let i = 0; i < count && !isDead(owner); i++) deliver(owner, MESSAGE, { tag: "nodedown", node }, null);
  }
}

const watchers = new WeakMap<LocalNode, Watchers>();

function watchersOf(node: LocalNode): Watchers {
  const found = watchers.get(node) ?? new Watchers(node);
  watchers.set(node, found);
  return found;
}

function me(operation: string): Process {
  const process = current();
  if (process === undefined) throw notInProcess(operation);
  return process;
}

export function watchNode(node: LocalNode, name: string, on: boolean): void {
  watchersOf(node).monitor(name, me("Node.monitor(...)"), on);
}

export function watchNodes(node: LocalNode, on: boolean): void {
  watchersOf(node).monitorAll(me("Node.monitorNodes(...)"), on);
}
