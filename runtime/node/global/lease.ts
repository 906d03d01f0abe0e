/**
 * Leases: what a node holds in the directory, it holds as long as it renews its lease.
 *
 * Flow: `start` writes the lease -> every quarter of a heartbeat it is renewed, and those of others are looked at -> one that did not change for a heartbeat,
 * by the clock of who looks, is removed: from then on nothing that stands under it counts.
 *
 * No two clocks are compared. The owner believes in its lease for less than a heartbeat from before it was renewed, the others wait for a whole one from after
 * they saw that; so it stops before they begin, as long as their clocks run about equally fast. One that comes back later takes a new lease, of the next term.
 *
 * Shape: key `lease/NODE`, value { creation, term, count }.
 */
import { clock } from "../../core/clock.js";
import type { Revision } from "../transport.js";
import { bytesOf, type GlobalHost, type Holder, parsed } from "./host.js";

const LEASE = "lease/";
/** Looks per heartbeat. */
const LOOKS = 4;
/** Share of a heartbeat for which an owner believes in its lease: the rest is for clocks that run unequally. */
const BELIEF = 0.9;

interface Value {
  readonly creation: number;
  readonly term: number;
  readonly count: number;
}

interface Seen extends Value {
  readonly revision: Revision;
  /** Units: ms of our own clock. */
  readonly at: number;
}

export class Leases {
  /** Of this node; names of earlier terms don't count. */
  term = 0;
  /** Called when the lease was lost and a new one was taken. */
  onRenewed: () => void = () => {};
  /** Called after a lease of another node has come to its end. */
  onEnded: (node: string) => void = () => {};
  /** Called at every look, after the lease has been renewed. */
  onLook: () => void = () => {};
  private readonly seen = new Map<string, Seen>();
  private validUntil = 0;
  private revision: Revision = 0;
  private count = 0;
  private cancel: () => void = () => {};
  private unwatch: () => void = () => {};
  private stopped = false;
  /** Ends the pauses of `decide`. */
  private readonly pauses = new Set<() => void>();
  private renewing: Promise<void> | null = null;

  constructor(private readonly host: GlobalHost) {}

  /** Takes the lease. Errors: `transport_unreachable`. */
  async start(): Promise<void> {
    this.unwatch = await this.host.directory.watch(LEASE, (key, entry) => {
      const node = key.slice(LEASE.length);
      const value = entry === undefined ? undefined : parsed<Value>(entry.value);
      const before = this.seen.get(node);
      if (entry === undefined || value === undefined) this.seen.delete(node);
      else this.seen.set(node, { ...value, revision: entry.revision, at: clock.now() });
      if (node === this.host.node) this.check(value);
      else if (before !== undefined && (before.creation !== value?.creation || before.term !== value.term))
        this.onEnded(node);
    });
    await this.take();
    this.lookLater();
  }

  /** What stands under our own key: others have removed it if they took us for dead. */
  private check(value: Value | undefined): void {
    if (this.validUntil === 0 || this.stopped) return;
    if (value?.creation === this.host.creation && value.term === this.term) return;
    this.validUntil = 0;
    this.renew().catch(() => {});
  }

  /** Gives the lease back: what stands under it is free. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel();
    this.unwatch();
    this.validUntil = 0;
    for (const end of this.pauses) end();
    // A renewal that is under way makes a revision that we have to know.
    await this.renewing?.catch(() => {});
    await this.host.directory.remove(this.key, this.revision).catch(() => {});
  }

  private get key(): string {
    return LEASE + this.host.node;
  }

  /** Whether this node may believe in what it holds. */
  get isValid(): boolean {
    return clock.now() < this.validUntil;
  }

  /** Whether the node of a holder still has the lease by which it holds. */
  isHeld({ node, creation, term }: Holder): boolean {
    if (node === this.host.node) return creation === this.host.creation && term === this.term;
    const lease = this.seen.get(node);
    return lease !== undefined && lease.creation === creation && lease.term === term;
  }

  /** The term of another node's lease, or undefined if it has none. */
  termOf(node: string, creation: number): number | undefined {
    if (node === this.host.node) return this.term;
    const lease = this.seen.get(node);
    return lease?.creation === creation ? lease.term : undefined;
  }

  /** Changes whenever another node renews its lease. */
  revisionOf(node: string): Revision | undefined {
    return this.seen.get(node)?.revision;
  }

  /** Renews the lease if it has run out. Errors: `transport_unreachable`. */
  async makeValid(): Promise<void> {
    if (!this.isValid) await this.renew();
  }

  /** Settles when it is known whether a node that can't be reached is gone: true if its lease has ended, false if it was renewed. */
  async decide(holder: Holder): Promise<boolean> {
    const { node } = holder;
    const before = this.seen.get(node)?.revision;
    while (!this.stopped) {
      await this.host.directory.sync();
      if (!this.isHeld(holder)) return true;
      if (this.seen.get(node)?.revision !== before) return false;
      if (await this.host.isGone(node)) await this.end(node);
      await this.endSilent();
      if (this.isHeld(holder)) await this.wait();
    }
    return false;
  }

  /** One pause, or as long as the node runs. */
  private async wait(): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        cancel();
        this.pauses.delete(end);
        resolve();
      };
      const cancel = clock.later(end, this.pause);
      this.pauses.add(end);
    });
  }

  /** A node is surely gone: its lease ends now. */
  async end(node: string): Promise<void> {
    const lease = this.seen.get(node);
    if (lease === undefined || !(await this.host.directory.remove(LEASE + node, lease.revision))) return;
    await this.host.directory.sync();
  }

  private get pause(): number {
    return this.host.heartbeat / LOOKS;
  }

  private lookLater(): void {
    this.cancel = clock.later(() => {
      this.look()
        // The directory can't be reached: the next look tries again, and until then the lease runs out.
        .catch(() => {})
        .finally(() => this.stopped || this.lookLater());
    }, this.pause);
  }

  private async look(): Promise<void> {
    await this.renew();
    if (this.stopped) return;
    this.onLook();
    await this.endSilent();
  }

  /** Ends the leases that nobody renews. */
  private async endSilent(): Promise<void> {
    await this.host.directory.sync();
    const silent = clock.now() - this.host.heartbeat;
    for (const [node, { at }] of [...this.seen]) if (node !== this.host.node && at < silent) await this.end(node);
  }

  private renew(): Promise<void> {
    this.renewing ??= this.renewOnce().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  /** Also after a renewal of which nobody knows whether it was done. */
  private async renewOnce(): Promise<void> {
    const { host, count, term } = this;
    const from = clock.now();
    const value: Value = { creation: host.creation, term, count: count + 1 };
    let revision = await host.directory.update(this.key, bytesOf(value), this.revision);
    if (revision === undefined) {
      const entry = await host.directory.read(this.key);
      const last = entry === undefined ? undefined : parsed<Value>(entry.value);
      if (entry === undefined || last?.creation !== host.creation || last.term !== term) return this.takeAgain();
      revision = await host.directory.update(this.key, bytesOf(value), entry.revision);
      if (revision === undefined) return this.takeAgain();
    }
    this.revision = revision;
    if (this.stopped) return;
    this.count = count + 1;
    this.validUntil = from + host.heartbeat * BELIEF;
  }

  private async takeAgain(): Promise<void> {
    if (this.stopped) return;
    this.validUntil = 0;
    this.term++;
    await this.take();
    this.onRenewed();
  }

  /** Whatever lease there is under our name is of an earlier life: the transport lets nobody have the name twice. */
  private async take(): Promise<void> {
    const { host } = this;
    for (;;) {
      const from = clock.now();
      const value = bytesOf({ creation: host.creation, term: this.term, count: ++this.count } satisfies Value);
      const entry = await host.directory.read(this.key);
      const revision =
        entry === undefined
          ? await host.directory.create(this.key, value)
          : await host.directory.update(this.key, value, entry.revision);
      if (revision === undefined) continue;
      this.revision = revision;
      this.validUntil = from + host.heartbeat * BELIEF;
      return;
    }
  }
}
