/**
 * A part of a registry: the entries of the processes that belong to it, and the server that they are linked to.
 *
 * Shape: entries (key, owner, value) by key, in order of registration, and by owner. With unique keys all parts share one table of keys, since any part may
 * have the owner of a key; with duplicate keys each has its own.
 * Order: an owner's entries are gone when it is dead, before anybody hears of it; those of a part are gone when its server is.
 */
import { type AtEnd, addAtEnd, current, type Process } from "../core/process.js";
import { joinLinks, separate } from "../core/signal.js";
import { BlockServer } from "./block_server.js";
import { info } from "./handler.js";
import { indexOf } from "./key.js";

export interface Entry {
  /** What it is found by: of the key as it was given, since a copy of it may be another one. */
  readonly index: unknown;
  readonly key: unknown;
  readonly owner: Process;
  value: unknown;
}

/** Entries by the index of their key. */
export type Keys = Map<unknown, Entry[]>;

/** Entries of an owner, dropped when it ends. */
class Owned implements AtEnd {
  readonly entries = new Set<Entry>();
  constructor(private readonly partition: Partition) {}
  ended(): void {
    for (const entry of this.entries) this.partition.drop(entry);
  }
}

export class Partition implements AtEnd {
  private readonly owners = new Map<Process, Owned>();
  constructor(
    private readonly server: Process,
    private readonly keys: Keys,
    private readonly closed: () => void,
  ) {
    addAtEnd(server, this);
  }

  /** Its server has ended; owners that trap exits live on, without their entries. */
  ended(): void {
    this.closed();
    for (const owned of this.owners.values()) owned.ended();
  }

  add(entry: Entry): void {
    const others = this.keys.get(entry.index);
    if (others === undefined) this.keys.set(entry.index, [entry]);
    else others.push(entry);
    let owned = this.owners.get(entry.owner);
    if (owned === undefined) {
      owned = new Owned(this);
      this.owners.set(entry.owner, owned);
      addAtEnd(entry.owner, owned);
      joinLinks(entry.owner, this.server);
    }
    owned.entries.add(entry);
  }

  /** Who has no entry left is not linked any more. */
  drop(entry: Entry): void {
    const { index, owner } = entry;
    const left = (this.keys.get(index) ?? []).filter((other) => other !== entry);
    if (left.length === 0) this.keys.delete(index);
    else this.keys.set(index, left);
    const owned = this.owners.get(owner);
    owned?.entries.delete(entry);
    if (owned === undefined || owned.entries.size > 0) return;
    this.owners.delete(owner);
    owner.more?.atEnd?.delete(owned);
    separate(owner, this.server);
  }

  /** The entries under a key, in order of registration. */
  at(key: unknown): readonly Entry[] {
    return this.keys.get(indexOf(key)) ?? [];
  }

  /** All entries of a process that belongs to this part. */
  of(owner: Process): Entry[] {
    return [...(this.owners.get(owner)?.entries ?? [])];
  }

  *all(): Iterable<Entry> {
    for (const owned of this.owners.values()) yield* owned.entries;
  }

  get size(): number {
    let size = 0;
    for (const { entries } of this.owners.values()) size += entries.size;
    return size;
  }
}

/** The server of a part. Owners are linked to it: their ends come as EXIT, when their entries are gone already. */
export function partitionServer(title: string, opened: (server: Process) => void): BlockServer {
  return new BlockServer(title, {
    init() {
      opened(current() as Process);
      return {};
    },
    handlers: { ownerEnded: info(() => undefined) },
  });
}
