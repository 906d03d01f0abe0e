/**
 * A store: durable servers and transactions write to it, in groups.
 *
 * Flow: what a message has changed goes into the batch of this turn of the event loop -> once the loop has gone round, or the commit before is done, the batch is
 * committed -> its answers leave. Reads see what is not committed yet: a server that crashed is back before the disk is.
 * A commit that fails takes the batch behind it along, which builds on it; the servers concerned end, others run on, and the store has what it had.
 */
import { clock } from "../core/clock.js";
import { failure, TinctureError } from "../core/error.js";
import type { Process } from "../core/process.js";
import type { Block, BlockServer } from "../otp/block_server.js";
import { KIND } from "../otp/durable.js";
import type { ServerOptions } from "../otp/genserver.js";
import { unfinished } from "../otp/shutdown.js";
import type { Backend } from "./backend.js";
import { Batch } from "./batch.js";
import { DurableServer } from "./durable_server.js";
import { checkFormat, checkKey, opened, serverPrefix } from "./record.js";
import type { Session } from "./session.js";
import { deleteServer, listServers, readServer, type ServerSnapshot, type Snapshot } from "./snapshot.js";
import { Transaction } from "./transaction.js";

export class Store {
  private next: Batch | null = null;
  private current: Batch | null = null;
  /** The servers that run on it, by key. */
  private readonly sessions = new Map<string, Session>();
  private closed = false;
  private readonly finish = () => this.flushed();
  private checked = false;

  constructor(private readonly backend: Backend) {}

  [KIND](title: string, block: Block, options: ServerOptions): BlockServer {
    return new DurableServer(title, block, options, this);
  }

  get isClosed(): boolean {
    return this.closed;
  }

  get title(): string {
    return this.backend.title;
  }

  /** Refuses a store that is closed, or of a later version than ours. */
  private ready(): Backend {
    if (this.closed) throw failure("store_closed", { store: this.title });
    if (!this.checked) checkFormat(this.backend);
    this.checked = true;
    return this.backend;
  }

  /* ---- what servers ask ---- */

  /** Enters the server that runs under this key. Gives the last batch that has something of it, which it goes on from. Errors: `store_key_taken`. */
  enter(session: Session): Batch | null {
    this.ready();
    const other = this.sessions.get(session.key);
    if (other !== undefined)
      throw failure("store_key_taken", { key: JSON.stringify(session.key), process: other.process });
    this.sessions.set(session.key, session);
    let last: Batch | null = null;
    for (const batch of [this.current, this.next]) {
      if (!batch?.writes.has(session.key)) continue;
      batch.sessions.add(session);
      last = batch;
    }
    return last;
  }

  leave(session: Session): void {
    if (this.sessions.get(session.key) === session) this.sessions.delete(session.key);
  }

  processOf(key: string): Process | undefined {
    return this.sessions.get(key)?.process;
  }

  /** The batch of this turn. */
  batch(): Batch {
    if (this.next === null) {
      this.ready();
      this.next = new Batch();
      unfinished.add(this.finish);
      if (this.current === null) this.later();
    }
    return this.next;
  }

  /** The payload under a key, committed or not. Errors: `store_damaged`. */
  read(group: string, key: string): Uint8Array | undefined {
    for (const batch of [this.next, this.current]) {
      const payload = batch?.writes.get(group)?.get(key);
      if (payload !== undefined) return payload ?? undefined;
    }
    const record = this.ready().get(key);
    return record === undefined ? undefined : opened(key, record, this.title);
  }

  /** All payloads of a group whose keys begin so, committed or not, in the order of their keys. Errors: `store_damaged`. */
  range(group: string, prefix: string): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    for (const [key, record] of this.ready().range(prefix)) found.set(key, opened(key, record, this.title));
    let isSorted = true;
    for (const batch of [this.current, this.next])
      for (const [key, payload] of batch?.writes.get(group) ?? []) {
        if (!key.startsWith(prefix)) continue;
        if (payload === null) found.delete(key);
        else found.set(key, payload);
        isSorted = false;
      }
    return isSorted ? found : new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The keys alone: those of values that are damaged, too. */
  keysFrom(group: string, prefix: string): Set<string> {
    const found = new Set<string>();
    for (const [key] of this.ready().range(prefix)) found.add(key);
    for (const batch of [this.current, this.next])
      for (const [key, payload] of batch?.writes.get(group) ?? []) {
        if (!key.startsWith(prefix)) continue;
        if (payload === null) found.delete(key);
        else found.add(key);
      }
    return found;
  }

  private later(): void {
    clock.nextTurn(() => this.commit());
  }

  private commit(): void {
    const batch = this.next;
    if (batch === null || this.current !== null) return;
    this.current = batch;
    this.next = null;
    try {
      const done = this.backend.commit(batch.entries(this.backend));
      if (done === undefined) this.done(batch);
      else
        done.then(
          () => this.done(batch),
          (error) => this.lost(batch, error),
        );
    } catch (error) {
      this.lost(batch, error);
    }
  }

  private done(batch: Batch): void {
    this.current = null;
    if (this.next !== null) this.later();
    else unfinished.delete(this.finish);
    batch.committed();
  }

  private lost(batch: Batch, error: unknown): void {
    const behind = this.next;
    this.current = null;
    this.next = null;
    unfinished.delete(this.finish);
    const reason =
      error instanceof TinctureError
        ? error
        : failure(
            "store_failed",
            { store: this.title, text: error instanceof Error ? error.message : String(error) },
            { cause: error },
          );
    batch.lost(reason);
    behind?.lost(reason);
  }

  /* ---- what programs ask ---- */

  /**
   * Changes values of the program's own, all of them or none: `work` reads and writes, without waiting; the promise has its value once all is committed.
   * A throw in it writes nothing and rejects the promise.
   * Order: one transaction after the other, and each sees what those before it wrote. Errors: what `work` throws, `transaction_waits`, and why it can't be committed.
   * @example
   * const store = memory();
   * await store.transaction((tx) => tx.put("stock/tea", 3));
   * const left = await store.transaction((tx) => {
   *   const stock = tx.get<number>("stock/tea") ?? 0;
   *   if (stock < 2) throw new Error("sold out");
   *   tx.put("stock/tea", stock - 2);
   *   tx.put("order/7", { item: "tea", quantity: 2 });
   *   return stock - 2;
   * });
   * left; // => 1
   */
  async transaction<T>(work: (tx: Transaction) => T): Promise<T> {
    const tx = new Transaction(this);
    const value = tx.run(work);
    if (tx.writes.size === 0) return value;
    const batch = this.batch();
    for (const [key, payload] of tx.writes) batch.put("", key, payload);
    await new Promise<void>((resolve, reject) => {
      batch.then((error) => (error === undefined ? resolve() : reject(error)));
    });
    return value;
  }

  /** The value of the program's under a key, or undefined. */
  get<T = unknown>(key: string): T | undefined {
    return new Transaction(this).get<T>(key);
  }

  /** The keys of the program's own values that begin with `prefix`, sorted. */
  keys(prefix = ""): string[] {
    return new Transaction(this).keys(prefix);
  }

  /** The servers that are kept, by key; not the values of transactions. */
  servers(): Snapshot[] {
    return listServers(this.ready(), (key) => this.processOf(key));
  }

  /** What is kept of one server, or undefined. Errors: `store_damaged`. */
  server(key: string): ServerSnapshot | undefined {
    return readServer(this.range(key, serverPrefix(checkKey(key))), key);
  }

  /** Forgets a server that does not run. Errors: `store_key_taken`. */
  async deleteServer(key: string): Promise<void> {
    const running = this.processOf(key);
    if (running !== undefined) throw failure("store_key_taken", { key: JSON.stringify(key), process: running });
    const batch = this.batch();
    deleteServer(batch, this.range(key, serverPrefix(checkKey(key))), key);
    await this.flushed();
  }

  /** Settles when all that was written up to now is committed. */
  async flushed(): Promise<void> {
    const last = this.next ?? this.current;
    if (last === null) return;
    await new Promise<void>((resolve, reject) => {
      last.then((error) => (error === undefined ? resolve() : reject(error)));
    });
  }

  /** Commits what is left and closes the store. Servers that still run on it end at their next write. */
  async close(): Promise<void> {
    if (this.closed) return;
    await this.flushed();
    this.closed = true;
    await this.backend.close();
  }
}
