/**
 * Locks of the whole cluster: a resource is locked by one requester at a time.
 *
 * Shape: key `lock/RESOURCE`, value { requester, holders }: those who hold it, each for a lock of its own; the same requester may lock again, also on another
 * node. A holder counts while its process lives and its node has its lease. Source: global:set_lock/3, del_lock/2, trans/4; otp/behaviour.md 106.
 */
import { clock } from "../../core/clock.js";
import { failure } from "../../core/error.js";
import { type AtEnd, addAtEnd, isDead, type Process } from "../../core/process.js";
import type { Directory, Entry, Revision } from "../transport.js";
import { bytesOf, type Holder, parsed } from "./host.js";

const LOCK = "lock/";
/** Units: ms. How long one waits for a lock before the first retry, and at most; doubled from one to the next. Source: global:random_sleep/1. */
const FIRST_PAUSE = 125;
const LONGEST_PAUSE = 8000;

interface Value {
  readonly requester: string;
  readonly holders: readonly Held[];
}
/** `process` is missing where ordinary code holds the lock: then it is its node's. */
interface Held extends Omit<Holder, "id"> {
  readonly id: number | null;
  readonly serial: number;
}

/** What locks need of the node, or of a program that is none. */
export interface LockHost {
  readonly directory: Directory;
  /** Who holds what is locked here by a process or by ordinary code; undefined where it can't be told. */
  holderOf(process: Process | undefined): Omit<Held, "serial"> | undefined;
  /** Whether a holder counts still. */
  isHeld(holder: Omit<Held, "serial">): boolean;
  /** Renews the lease of the node if it has run out. */
  makeValid(): Promise<void>;
}

/** A lock that is held here. */
interface Own {
  readonly resource: string;
  readonly requester: string;
  readonly process: Process | undefined;
  readonly holder: Omit<Held, "serial">;
  readonly serial: number;
  readonly atEnd: AtEnd;
}

let lastSerial = 0;

export class Locks {
  private readonly own: Own[] = [];
  /** Wakes those who wait for a lock. */
  private readonly waiting = new Set<() => void>();
  private stopped = false;

  constructor(private readonly host: LockHost) {}

  /** False: it was taken at the first try and at all of `retries` more, or the node has stopped. Errors: `transport_unreachable`. */
  async set(resource: string, requester: string, process: Process | undefined, retries: number): Promise<boolean> {
    for (let tries = 0; ; tries++) {
      if (this.stopped) return false;
      if (await this.take(resource, requester, process)) return true;
      if (tries >= retries || (process !== undefined && isDead(process))) return false;
      await this.change(resource, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(tries, 20)));
    }
  }

  /** Gives the latest lock of a requester back. False: it holds none here, or has lost it. */
  async delete(resource: string, requester: string): Promise<boolean> {
    const own = this.own.findLast((one) => one.resource === resource && one.requester === requester);
    return own !== undefined && this.release(own);
  }

  /** Gives back all that is held here, and lets nobody wait any longer. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const wake of this.waiting) wake();
    await Promise.all([...this.own].map((own) => this.release(own).catch(() => false)));
  }

  private async take(resource: string, requester: string, process: Process | undefined): Promise<boolean> {
    const { host } = this;
    const key = LOCK + resource;
    const serial = ++lastSerial;
    for (;;) {
      await host.makeValid();
      const holder = host.holderOf(process);
      if (holder === undefined) return false;
      const entry = await host.directory.read(key);
      const value = this.living(entry);
      if (value !== undefined && value.requester !== requester) return false;
      const holders = [...(value?.holders ?? []), { ...holder, serial }];
      const bytes = bytesOf({ requester, holders } satisfies Value);
      const revision = await this.write(key, bytes, entry?.revision);
      if (revision === undefined) continue;
      this.keep({ resource, requester, process, holder, serial });
      return true;
    }
  }

  /** What stands under a lock, without those who don't count any more; undefined: it is free. */
  private living(entry: Entry | undefined): Value | undefined {
    const value = entry === undefined ? undefined : parsed<Value>(entry.value);
    const holders = value?.holders.filter((holder) => this.host.isHeld(holder)) ?? [];
    return value === undefined || holders.length === 0 ? undefined : { ...value, holders };
  }

  private write(key: string, bytes: Uint8Array, last: Revision | undefined): Promise<Revision | undefined> {
    const { directory } = this.host;
    return last === undefined ? directory.create(key, bytes) : directory.update(key, bytes, last);
  }

  private keep(lock: Omit<Own, "atEnd">): void {
    const { process } = lock;
    const own: Own = { ...lock, atEnd: { ended: () => void this.release(own).catch(() => {}) } };
    this.own.push(own);
    if (process === undefined) return;
    if (isDead(process)) own.atEnd.ended(process, undefined);
    else addAtEnd(process, own.atEnd);
  }

  private async release(own: Own): Promise<boolean> {
    const at = this.own.indexOf(own);
    if (at < 0) return false;
    this.own.splice(at, 1);
    own.process?.more?.atEnd?.delete(own.atEnd);
    const key = LOCK + own.resource;
    const { directory } = this.host;
    for (;;) {
      const entry = await directory.read(key);
      const value = entry === undefined ? undefined : parsed<Value>(entry.value);
      const isMine = ({ serial, node, creation, term }: Held): boolean =>
        serial === own.serial &&
        node === own.holder.node &&
        creation === own.holder.creation &&
        term === own.holder.term;
      if (entry === undefined || value === undefined || !value.holders.some(isMine)) return false;
      const holders = value.holders.filter((holder) => !isMine(holder) && this.host.isHeld(holder));
      const done =
        holders.length === 0
          ? await directory.remove(key, entry.revision)
          : (await directory.update(key, bytesOf({ ...value, holders } satisfies Value), entry.revision)) !== undefined;
      if (done) return true;
    }
  }

  /** Settles when a lock has changed, or after a while. */
  private async change(resource: string, longest: number): Promise<void> {
    const key = LOCK + resource;
    let begun = false;
    let changed = (): void => {};
    const change = new Promise<void>((resolve) => {
      changed = resolve;
    });
    const stop = await this.host.directory.watch(key, (which) => {
      if (begun && which === key) changed();
    });
    // What is there already is no change, unless the lock is free by now.
    begun = true;
    this.waiting.add(changed);
    const cancel = clock.later(changed, longest);
    try {
      if (this.stopped || this.living(await this.host.directory.read(key)) === undefined) return;
      await change;
    } finally {
      cancel();
      stop();
      this.waiting.delete(changed);
    }
  }
}

/** Checks the resource of a lock. Errors: `bad_lock`. */
export function checkResource(resource: unknown): string {
  if (typeof resource === "string" && resource !== "" && resource.length <= 500) return resource;
  throw failure("bad_lock", { got: String(resource) });
}
