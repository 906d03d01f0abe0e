/**
 * A store in a folder, by LMDB: one file, memory-mapped, safe against `kill -9` at any moment.
 *
 * Order: the folder is opened by the first that needs it, and belongs to one program at a time; who else opens it is refused until that program is gone, in
 * whatever way (LMDB's table of readers says who lives). A commit is one transaction of LMDB, done off the event loop.
 * This is the only file that knows the package `lmdb`.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RootDatabase } from "lmdb";
import { clock } from "../core/clock.js";
import { failure, TinctureError } from "../core/error.js";
import type { MessageKey } from "../core/message.js";
import type { Backend, Writes } from "./backend.js";
import { isSound } from "./lmdb_file.js";
import { Store } from "./store.js";

export interface LmdbOptions {
  /**
   * What a commit outlasts. "disk" (default): the end of the program and a loss of power, as far as the disk keeps its word. "process": the end of the program,
   * `kill -9` too; after a loss of power the last commits may be missing, whole ones, the latest first.
   */
  readonly sync?: "disk" | "process";
  /** Only reads: beside the program that the folder belongs to. Default false. */
  readonly readOnly?: boolean;
}

type Database = RootDatabase<Buffer, Buffer>;

/** Who the folder belongs to. Beside the entries of stores, whose keys begin with other letters. */
const OWNER = Buffer.from("o");
const host = globalThis.process;

class LmdbBackend implements Backend {
  readonly title: string;
  private db: Database | undefined;

  /** `path` is absolute, `shown` as the program has it. */
  constructor(
    private readonly path: string,
    private readonly options: LmdbOptions,
    shown: string,
  ) {
    this.title = `the store in ${shown}`;
  }

  private open(): Database {
    this.db ??= this.understood(() => {
      const { open } = load();
      const readOnly = this.options.readOnly === true;
      const file = join(this.path, "data.mdb");
      if (existsSync(file) && !isSound(file)) throw failure("store_damaged", { store: this.title, what: "its file" });
      const db: Database = open({
        path: this.path,
        encoding: "binary",
        keyEncoding: "binary",
        // Batches are ours. LMDB's own have a promise that nobody can catch when a commit fails.
        eventTurnBatching: false,
        overlappingSync: this.options.sync === "process",
        readOnly,
      });
      try {
        if (!readOnly) claim(db, this.title);
      } catch (error) {
        void db.close();
        throw error;
      }
      return db;
    });
    return this.db;
  }

  get(key: string): Uint8Array | undefined {
    return this.understood(() => this.open().get(Buffer.from(key)));
  }

  *range(prefix: string): Generator<readonly [string, Uint8Array]> {
    const db = this.open();
    const start = Buffer.from(prefix);
    // No key of ours has this byte: it is in no UTF-8.
    const end = Buffer.concat([start, Buffer.from([0xff])]);
    try {
      for (const { key, value } of db.getRange({ start, end })) yield [key.toString(), value];
    } catch (error) {
      throw this.failureOf(error);
    }
  }

  async commit(writes: Writes): Promise<void> {
    if (this.options.readOnly === true)
      throw failure("store_read_only", { store: this.title, text: "it was opened with readOnly: true" });
    const db = this.open();
    try {
      const done = db.batch(() => {
        for (const [key, value] of writes) {
          const written = value === null ? db.remove(Buffer.from(key)) : db.put(Buffer.from(key), value as Buffer);
          // All fail with the batch, which is what is waited for.
          written.catch(() => {});
        }
      });
      clock.beside(done);
      await done;
    } catch (error) {
      // LMDB's reason is beneath, and comes later.
      const reason = await Promise.resolve((error as { commitError?: unknown }).commitError).catch((inner) => inner);
      throw this.failureOf(reason ?? error);
    }
  }

  async close(): Promise<void> {
    const { db } = this;
    this.db = undefined;
    if (db === undefined) return;
    if (this.options.readOnly !== true) db.removeSync(OWNER);
    const closed = db.close();
    clock.beside(closed);
    await closed;
  }

  private understood<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.failureOf(error);
    }
  }

  private failureOf(error: unknown): TinctureError {
    if (error instanceof TinctureError) return error;
    const text = error instanceof Error ? error.message : String(error);
    const key = reasons.find(([pattern]) => pattern.test(`${(error as { code?: unknown }).code ?? ""} ${text}`))?.[1];
    return failure(key ?? "store_failed", { store: this.title, text, what: "its file" }, { cause: error });
  }
}

const reasons: readonly (readonly [RegExp, MessageKey])[] = [
  // A write that found no room for all of it is an input/output error for LMDB.
  [/ENOSPC|EFBIG|EDQUOT|MDB_MAP_FULL|No space left|File too large|quota|Input\/output error/i, "store_full"],
  [/EACCES|EROFS|EPERM|Permission denied|Read-only/i, "store_read_only"],
  [/VERSION_MISMATCH/i, "store_newer/lmdb"],
  [/MDB_CORRUPTED|MDB_INVALID|MDB_PAGE_NOTFOUND|MDB_BAD_TXN|not an LMDB file/i, "store_damaged"],
];

/** Errors: `store_locked` when another program that lives has the folder. */
function claim(db: Database, title: string): void {
  const me = { pid: host.pid, since: startOf(host.pid) };
  db.transactionSync(() => {
    db.readerCheck();
    const record = db.get(OWNER);
    const owner = record === undefined ? undefined : (JSON.parse(record.toString()) as typeof me);
    if (owner !== undefined && lives(owner, db)) throw failure("store_locked", { store: title, pid: owner.pid });
    db.putSync(OWNER, Buffer.from(JSON.stringify(me)));
  });
}

/** Its place in the table of readers is taken as long as it lives; a number that was given to another program is known by when that began. */
function lives(owner: { pid: number; since: string }, db: Database): boolean {
  if (owner.since !== startOf(owner.pid)) return false;
  if (owner.pid === host.pid) return true;
  return db
    .readerList()
    .split("\n")
    .some((line) => Number.parseInt(line, 10) === owner.pid);
}

/** When a program was started, as the system counts; "" where it doesn't say. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function load(): typeof import("lmdb") {
  try {
    return require("lmdb");
  } catch (error) {
    if ((error as { code?: string }).code !== "MODULE_NOT_FOUND") throw error;
    throw failure("package_missing", { package: "lmdb", purpose: "a store in a folder" }, { cause: error });
  }
}

/** One folder is one store, however often it is asked for. */
const stores = new Map<string, Store>();

/**
 * The store in the folder `path`, which is made if it is not there. Opened when it is first used. The same folder gives the same store.
 * Errors: at the first use `package_missing`, `store_locked`, `store_read_only`, `store_newer`, `store_damaged`, `store_full`.
 */
export function lmdb(path: string, options: LmdbOptions = {}): Store {
  if (typeof path !== "string" || path === "") throw failure("bad_store_path", { got: String(path) });
  if (options.sync !== undefined && options.sync !== "disk" && options.sync !== "process")
    throw failure("bad_store_sync", { got: String(options.sync) });
  const folder = resolve(path);
  const known = options.readOnly === true ? undefined : stores.get(folder);
  if (known !== undefined && !known.isClosed) return known;
  const store = new Store(new LmdbBackend(folder, options, path));
  if (options.readOnly !== true) stores.set(folder, store);
  return store;
}
