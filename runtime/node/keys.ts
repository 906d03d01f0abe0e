/**
 * The state that a log of changes makes: keys, their values and revisions, and who watches them. Every directory keeps one.
 *
 * Flow: changes are numbered upwards by whoever orders them -> `apply` in that order -> watchers of the key are told.
 */
import type { Entry, Revision } from "./transport.js";

/** One change of one key; without a value it was removed. */
export interface Change {
  readonly revision: Revision;
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

type Look = (key: string, entry: Entry | undefined) => void;

interface Watcher {
  readonly prefix: string;
  readonly look: Look;
  closed: boolean;
}

export class Keys {
  /** Revision of the latest change. */
  head = 0;
  private readonly entries = new Map<string, Entry>();
  private readonly watchers = new Set<Watcher>();
  /** What is still to be told: a watcher that changes something is told of that after all have heard of what made it do so. */
  private readonly news: (() => void)[] = [];
  private telling = false;

  read(key: string): Entry | undefined {
    return this.entries.get(key);
  }

  /** All that is there, in no order. */
  all(): IterableIterator<[string, Entry]> {
    return this.entries.entries();
  }

  apply({ revision, key, value }: Change): void {
    this.head = revision;
    if (value === undefined) {
      if (this.entries.delete(key)) this.tell(key, undefined);
      return;
    }
    const entry = { value, revision };
    this.entries.set(key, entry);
    this.tell(key, entry);
  }

  /** A change without effect was made. */
  skip(revision: Revision): void {
    this.head = revision;
  }

  /** Goes over to a later state at once, past the changes that led there. */
  replace(head: Revision, entries: ReadonlyMap<string, Entry>): void {
    this.head = head;
    const before = new Map(this.entries);
    this.entries.clear();
    for (const [key, entry] of entries) this.entries.set(key, entry);
    for (const key of before.keys()) if (!entries.has(key)) this.tell(key, undefined);
    for (const [key, entry] of entries) if (before.get(key)?.revision !== entry.revision) this.tell(key, entry);
  }

  /** Tells of what is there, then of every change, until the function that it gives is called. */
  watch(prefix: string, look: Look): () => void {
    const watcher = { prefix, look, closed: false };
    this.watchers.add(watcher);
    for (const [key, entry] of this.entries) this.tellOne(watcher, key, entry);
    this.spread();
    return () => {
      watcher.closed = true;
      this.watchers.delete(watcher);
    };
  }

  private tell(key: string, entry: Entry | undefined): void {
    for (const watcher of this.watchers) this.tellOne(watcher, key, entry);
    this.spread();
  }

  private tellOne(watcher: Watcher, key: string, entry: Entry | undefined): void {
    if (key.startsWith(watcher.prefix)) this.news.push(() => watcher.closed || watcher.look(key, entry));
  }

  private spread(): void {
    if (this.telling) return;
    this.telling = true;
    try {
      for (let i = 0; i < this.news.length; i++) (this.news[i] as () => void)();
    } finally {
      this.news.length = 0;
      this.telling = false;
    }
  }
}
