/**
 * Global names of a cluster: a name stands in the directory with its owner, and counts as long as the owner's node holds the lease by which it was written.
 *
 * Flow: `register` creates the key, or takes it over from an owner whose lease has ended -> every node has a copy of all names by watching, so `whereis` asks
 * nobody -> the key goes with the process, by `unregister` from any node, or with the lease of its node. A node whose lease was lost (it was cut off for
 * longer than a heartbeat) writes its names anew when it is back; where another process has the name by then, the resolver of the registration decides.
 *
 * Order: when `register` has settled, all connected nodes have the name. Source: OTP global; otp/behaviour.md 98-107.
 * Differs: OTP decides at the first contact after a split, and both sides may have had an owner all along. Here only a side with the directory's majority has.
 */
import type { Cluster } from "../../core/name.js";
import { addAtEnd, isDead, type Process } from "../../core/process.js";
import { isRemote } from "../../core/remote.js";
import { reportError } from "../../core/report.js";
import type { Revision } from "../transport.js";
import { bytesOf, type GlobalHost, type Holder, parsed } from "./host.js";
import type { Leases } from "./lease.js";
import { type Resolver, randomExit } from "./resolver.js";

const NAME = "name/";

interface Entry {
  readonly holder: Holder;
  readonly revision: Revision;
}

/** A name that a process of this node was given here. */
interface Own {
  readonly process: Process;
  readonly resolve: Resolver;
  /** Under which the name stands; undefined while that is being arranged, or the name was lost. */
  revision: Revision | undefined;
  /** The name went with an earlier lease of ours: it is to be written anew. */
  isLost: boolean;
  /** Forgets to free the name at the end of its owner. */
  release(): void;
}

export class GlobalNames implements Cluster {
  private readonly entries = new Map<string, Entry>();
  private readonly own = new Map<string, Own>();
  /** Nodes that are lost, with the lease that they had then: their names are not seen here until they renew it, though they may count still. */
  private readonly lost = new Map<string, Revision | undefined>();
  private unwatch: () => void = () => {};

  constructor(
    private readonly host: GlobalHost,
    private readonly leases: Leases,
  ) {
    leases.onRenewed = () => this.restoreAll();
    leases.onLook = () => this.sweep();
    leases.onEnded = (node) => this.clear(node);
  }

  /** Errors: `transport_unreachable`. */
  async start(names: Iterable<[string, Process]>): Promise<void> {
    this.unwatch = await this.host.directory.watch(NAME, (key, entry) => {
      const name = key.slice(NAME.length);
      const holder = entry === undefined ? undefined : parsed<Holder>(entry.value);
      if (entry === undefined || holder === undefined) this.entries.delete(name);
      else this.entries.set(name, { holder, revision: entry.revision });
      this.changed(name);
    });
    for (const [name, process] of names) await this.restore(name, this.keep(name, process, randomExit));
  }

  /** Frees all names of this node. */
  async stop(): Promise<void> {
    this.unwatch();
    for (const own of this.own.values()) own.release();
    const freed = [...this.own].map(async ([name, { revision }]) => {
      if (revision !== undefined) await this.host.directory.remove(NAME + name, revision).catch(() => {});
    });
    this.own.clear();
    await Promise.all(freed);
  }

  /* ---- asked ---- */

  whereis(name: string): Process | undefined {
    const entry = this.entries.get(name);
    if (entry === undefined || !this.counts(entry.holder)) return undefined;
    const process = this.host.processOf(entry.holder);
    return isDead(process) ? undefined : process;
  }

  registered(): string[] {
    return [...this.entries.keys()].filter((name) => this.whereis(name) !== undefined);
  }

  private counts(holder: Holder): boolean {
    if (!this.leases.isHeld(holder)) return false;
    if (holder.node === this.host.node) return this.leases.isValid;
    return !this.lost.has(holder.node) || this.lost.get(holder.node) !== this.leases.revisionOf(holder.node);
  }

  /* ---- changed ---- */

  /** Gives the owner when another living process has the name. Errors: `transport_unreachable`. */
  async claim(name: string, process: Process, resolve: Resolver = randomExit): Promise<Process | undefined> {
    for (;;) {
      await this.leases.makeValid();
      const entry = await this.read(name);
      const isOurs =
        entry !== undefined && this.host.processOf(entry.holder) === process && this.leases.isHeld(entry.holder);
      if (entry !== undefined && !isOurs && !(await this.isFree(entry.holder)))
        return this.host.processOf(entry.holder);
      if (isOurs || (await this.write(name, process, resolve, entry?.revision))) return undefined;
    }
  }

  /** Source: global:register_name/3. */
  async register(name: string, process: Process, resolve?: Resolver): Promise<boolean> {
    if (isDead(process) || this.hasName(process)) return false;
    return (await this.claim(name, process, resolve)) === undefined;
  }

  /** Source: global:re_register_name/3. */
  async reRegister(name: string, process: Process, resolve: Resolver = randomExit): Promise<boolean> {
    for (;;) {
      await this.leases.makeValid();
      const entry = await this.read(name);
      if (await this.write(name, process, resolve, entry?.revision)) return true;
    }
  }

  /** Source: global:unregister_name/1. */
  async unregister(name: string): Promise<void> {
    for (;;) {
      const entry = await this.read(name);
      if (entry === undefined || (await this.host.directory.remove(NAME + name, entry.revision))) break;
    }
    await this.spread();
  }

  private hasName(process: Process): boolean {
    for (const { holder } of this.entries.values())
      if (this.leases.isHeld(holder) && this.host.processOf(holder) === process) return true;
    return false;
  }

  /** Writes a name for a process over what stood there. False: somebody was faster. */
  private async write(name: string, process: Process, resolve: Resolver, last: Revision | undefined): Promise<boolean> {
    const own = isRemote(process) ? undefined : this.keep(name, process, resolve);
    try {
      if (await this.put(name, process, last)) {
        await this.spread();
        this.settle(name, own);
        return true;
      }
    } catch (error) {
      // It may have been written all the same: a name that its owner doesn't know of is cleared away at a later look.
      this.forget(name, own);
      throw error;
    }
    this.forget(name, own);
    return false;
  }

  private async put(name: string, process: Process, last: Revision | undefined): Promise<boolean> {
    const { directory } = this.host;
    const holder = this.holderOf(process);
    // The node of a process of elsewhere is in no state to hold anything.
    if (holder === undefined) return true;
    const [key, bytes] = [NAME + name, bytesOf(holder)];
    return (
      (await (last === undefined ? directory.create(key, bytes) : directory.update(key, bytes, last))) !== undefined
    );
  }

  /** Here and on all connected nodes everybody knows what the directory knows. */
  private async spread(): Promise<void> {
    await this.host.directory.sync();
    await this.host.syncPeers();
  }

  /** What was arranged for a name is seen here by now: it stands, or has been undone meanwhile. */
  private settle(name: string, own: Own | undefined): void {
    if (own === undefined || this.own.get(name) !== own) return;
    const entry = this.entries.get(name);
    if (entry === undefined || this.host.processOf(entry.holder) !== own.process) return this.forget(name, own);
    own.revision = entry.revision;
    own.isLost = false;
    if (isDead(own.process)) this.freed(name, own);
  }

  private holderOf(process: Process): Holder | undefined {
    const mark = this.host.markOf(process);
    const term = this.leases.termOf(mark.node, mark.creation);
    return term === undefined ? undefined : { ...mark, term };
  }

  private async read(name: string): Promise<Entry | undefined> {
    const entry = await this.host.directory.read(NAME + name);
    const holder = entry === undefined ? undefined : parsed<Holder>(entry.value);
    // What stands there may be written by the next term of a lease that isn't known here yet.
    if (holder !== undefined && !this.leases.isHeld(holder)) await this.host.directory.sync();
    return entry === undefined || holder === undefined ? undefined : { holder, revision: entry.revision };
  }

  /** Whether a name may be taken from who holds it. */
  private async isFree(holder: Holder): Promise<boolean> {
    if (!this.leases.isHeld(holder)) return true;
    if (holder.node === this.host.node) return isDead(this.host.processOf(holder));
    // Whichever is known first: that it is there, or what becomes of its lease.
    const decided = this.leases.decide(holder);
    const reached = this.host.reach(holder.node).then((there) => (there ? !this.leases.isHeld(holder) : decided));
    return Promise.race([decided, reached]);
  }

  /* ---- names of this node's processes ---- */

  private keep(name: string, process: Process, resolve: Resolver): Own {
    const atEnd = { ended: () => this.freed(name, own) };
    const own: Own = {
      process,
      resolve,
      revision: undefined,
      isLost: false,
      release: () => void process.more?.atEnd?.delete(atEnd),
    };
    this.own.get(name)?.release();
    this.own.set(name, own);
    if (!isDead(process)) addAtEnd(process, atEnd);
    return own;
  }

  private forget(name: string, own: Own | undefined): void {
    own?.release();
    if (own !== undefined && this.own.get(name) === own) this.own.delete(name);
  }

  /** The owner is dead. */
  private freed(name: string, own: Own): void {
    if (this.own.get(name) !== own || own.revision === undefined) return;
    this.own.delete(name);
    // If that fails, the next look finds a name of a dead process.
    this.host.directory.remove(NAME + name, own.revision).catch(() => {});
  }

  /** What stands under a name has changed. */
  private changed(name: string): void {
    const entry = this.entries.get(name);
    const own = this.own.get(name);
    if (own?.revision !== undefined && own.revision !== entry?.revision) {
      // Taken from us with our lease: when there is a new one, it is written anew.
      if (this.leases.isValid) this.forget(name, own);
      else this.lose(own);
    }
    if (entry !== undefined) this.adopt(name, entry);
  }

  /** Another node gave a name to a process of this one. */
  private adopt(name: string, { holder, revision }: Entry): void {
    if (this.own.has(name) || holder.node !== this.host.node || !this.leases.isHeld(holder)) return;
    const process = this.host.processOf(holder);
    const own = this.keep(name, process, randomExit);
    own.revision = revision;
    if (isDead(process)) this.freed(name, own);
  }

  private lose(own: Own): void {
    own.revision = undefined;
    own.isLost = true;
  }

  /** Clears away what stands under our lease for processes that are dead, and writes anew what was lost. */
  private sweep(): void {
    for (const [name, { holder, revision }] of this.entries) {
      if (holder.node !== this.host.node || this.own.has(name)) continue;
      if (holder.creation === this.host.creation && !isDead(this.host.processOf(holder))) continue;
      this.host.directory.remove(NAME + name, revision).catch(() => {});
    }
    this.restoreLost();
  }

  /* ---- nodes that come and go ---- */

  /** A connection to a node was made. */
  nodeUp(node: string): void {
    this.lost.delete(node);
  }

  /** The connection was lost: the names of the node are not seen any more, unless it lives on, and are free once its lease has ended. */
  nodeDown(node: string): void {
    this.lost.set(node, this.leases.revisionOf(node));
    this.host
      .isGone(node)
      .then(async (gone) => {
        if (gone && this.lost.has(node)) await this.leases.end(node);
      })
      .catch(() => {});
  }

  /** Its lease has ended: what stands under it goes. */
  private clear(node: string): void {
    this.lost.delete(node);
    for (const [name, { holder, revision }] of this.entries) {
      if (holder.node !== node || this.leases.isHeld(holder)) continue;
      this.host.directory.remove(NAME + name, revision).catch(() => {});
    }
  }

  /** Our lease was lost and a new one was taken: our names are written anew. */
  private restoreAll(): void {
    for (const own of this.own.values()) if (own.revision !== undefined) this.lose(own);
    this.restoreLost();
  }

  private restoreLost(): void {
    for (const [name, own] of this.own) {
      if (!own.isLost) continue;
      own.isLost = false;
      this.restore(name, own).catch(() => {
        // The directory can't be reached: at the next look again.
        own.isLost = true;
      });
    }
  }

  private async restore(name: string, own: Own): Promise<void> {
    const { process } = own;
    while (this.own.get(name) === own && !isDead(process)) {
      const entry = await this.read(name);
      const other = entry && this.leases.isHeld(entry.holder) ? this.host.processOf(entry.holder) : undefined;
      const isConflict = other !== undefined && other !== process;
      // What a resolver does to the other process must get through.
      if (isConflict && !(await this.host.reach(other.node)) && this.leases.isHeld((entry as Entry).holder)) {
        await this.leases.decide((entry as Entry).holder);
        continue;
      }
      const kept = isConflict ? this.resolved(name, own, other) : process;
      if (kept === process) {
        if (!(await this.put(name, process, entry?.revision))) continue;
        await this.spread();
        return this.settle(name, own);
      }
      if (kept === undefined && entry !== undefined) await this.host.directory.remove(NAME + name, entry.revision);
      return this.forget(name, own);
    }
    this.forget(name, own);
  }

  /** Asks the resolver who keeps the name. It is the user's code: if it fails, the other one keeps it. */
  private resolved(name: string, { process, resolve }: Own, other: Process): Process | undefined {
    try {
      return resolve(name, process, other);
    } catch (error) {
      reportError({ error }, `the resolver of the global name "${name}" failed: ${String(error)}`);
      return other;
    }
  }
}
