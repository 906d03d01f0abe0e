/**
 * The directory of nodes on one machine: a log of changes, one file each, in a folder that they share.
 *
 * Flow: a change is written to a file of its own, complete, and then linked under the next number of the log. Linking fails where the number is taken, so
 * changes have one order, and one that depends on a state (compare-and-set) is made only if it is the next after that state. The number is the revision.
 * Whoever dies in the middle leaves a stray file or a whole change, and holds no lock.
 *
 * Shape: `000000000000042` is change 42; `snapshot-000000000000256` what the first 256 have made. After every 64 changes a snapshot is written, and changes
 * that are older than the one before go. A node that slept so long that its next number is gone (and could be linked again) finds a snapshot beyond it.
 *
 * Must not know: what keys mean, who is alive.
 */
import {
  type FSWatcher,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { clock } from "../../core/clock.js";
import { failure } from "../../core/error.js";
import { type Change, Keys } from "../keys.js";
import type { Directory, Entry, Revision } from "../transport.js";

/** Changes from one snapshot to the next, and how many are kept before the newest. */
const PORTION = 64;
/** Units: ms. Age of an unfinished file whose writer must be dead. */
const STALE = 60_000;

const SNAPSHOT = "snapshot-";
const UNFINISHED = "unfinished-";
const numbered = (revision: Revision): string => String(revision).padStart(15, "0");

/** What a file of the log holds, as JSON. */
interface Line {
  readonly key: string;
  /** In base64; null: removed. */
  readonly value: string | null;
}

export class FileDirectory implements Directory {
  private readonly keys = new Keys();
  private readonly watcher: FSWatcher | undefined;
  private readonly id = `${process.pid}-${threadId}-${clock.wallTime().toString(36)}`;
  private written = 0;
  private willLook = false;
  private closed = false;

  /** Makes the folder if there is none. Errors: `transport_unreachable`. */
  constructor(private readonly folder: string) {
    this.guarded(() => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.catchUp();
    });
    this.watcher = this.listen();
  }

  async create(key: string, value: Uint8Array): Promise<Revision | undefined> {
    return this.change(key, value, (entry) => entry === undefined);
  }

  async update(key: string, value: Uint8Array, last: Revision): Promise<Revision | undefined> {
    return this.change(key, value, (entry) => entry?.revision === last);
  }

  async remove(key: string, last: Revision): Promise<boolean> {
    return this.change(key, null, (entry) => entry?.revision === last) !== undefined;
  }

  async read(key: string): Promise<Entry | undefined> {
    await this.sync();
    return this.keys.read(key);
  }

  async watch(prefix: string, look: (key: string, entry: Entry | undefined) => void): Promise<() => void> {
    await this.sync();
    return this.keys.watch(prefix, look);
  }

  async sync(): Promise<void> {
    this.guarded(() => this.catchUp());
  }

  close(): void {
    this.closed = true;
    this.watcher?.close();
  }

  /** Makes a change if the key is as it has to be, now or after others were first. */
  private change(
    key: string,
    value: Uint8Array | null,
    allowed: (entry: Entry | undefined) => boolean,
  ): Revision | undefined {
    const line: Line = { key, value: value === null ? null : Buffer.from(value).toString("base64") };
    return this.guarded(() => {
      for (;;) {
        this.catchUp();
        if (!allowed(this.keys.read(key))) return undefined;
        const revision = this.keys.head + 1;
        if (!this.publish(numbered(revision), JSON.stringify(line))) continue;
        if (this.isStray(revision)) {
          rmSync(join(this.folder, numbered(revision)), { force: true });
          continue;
        }
        this.readOn();
        if (revision % PORTION === 0) this.compact();
        return revision;
      }
    });
  }

  /** Puts a whole file under a name that nobody has. False: somebody has it. */
  private publish(name: string, text: string, flush = false): boolean {
    const unfinished = join(this.folder, `${UNFINISHED}${this.id}-${++this.written}`);
    writeFileSync(unfinished, text, { mode: 0o600, flush });
    try {
      linkSync(unfinished, join(this.folder, name));
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(unfinished, { force: true });
    }
  }

  /** Whether a number that we just linked had been taken and cleared away before: then a snapshot is far beyond it. */
  private isStray(revision: Revision): boolean {
    return newest(readdirSync(this.folder)) > revision + PORTION;
  }

  /** Applies what others have written since. */
  private catchUp(): void {
    const snapshot = newest(readdirSync(this.folder));
    if (snapshot > this.keys.head) this.load(snapshot);
    this.readOn();
  }

  private readOn(): void {
    const { folder, keys } = this;
    for (;;) {
      const revision = keys.head + 1;
      const text = textOf(join(folder, numbered(revision)));
      if (text === undefined) return;
      const change = changeOf(revision, text);
      if (change === undefined) keys.skip(revision);
      else keys.apply(change);
    }
  }

  private load(snapshot: Revision): void {
    const text = textOf(join(this.folder, SNAPSHOT + numbered(snapshot)));
    // Gone, as there is a newer one by now.
    if (text === undefined) return this.catchUp();
    const lines: [string, Revision, string][] = JSON.parse(text);
    this.keys.replace(
      snapshot,
      new Map(lines.map(([key, revision, value]) => [key, { revision, value: Buffer.from(value, "base64") }])),
    );
  }

  /** Writes a snapshot and clears away what nobody needs: snapshots but the newest two, changes long before the newest, files of the dead. */
  private compact(): void {
    const { folder, keys } = this;
    const lines = [...keys.all()].map(([key, { revision, value }]) => [
      key,
      revision,
      Buffer.from(value).toString("base64"),
    ]);
    this.publish(SNAPSHOT + numbered(keys.head), JSON.stringify(lines), true);
    const files = readdirSync(folder).sort();
    const snapshots = files.filter((file) => file.startsWith(SNAPSHOT));
    const first = newest(files) - PORTION;
    const old = files.filter((file) => /^\d+$/.test(file) && Number(file) < first);
    const left = files.filter((file) => file.startsWith(UNFINISHED) && ageOf(join(folder, file)) > STALE);
    for (const file of [...snapshots.slice(0, -2), ...old, ...left]) rmSync(join(folder, file), { force: true });
  }

  /** Looks when the folder changes. Where the system has no such notice left to give, `sync` looks still. */
  private listen(): FSWatcher | undefined {
    try {
      const watcher = watch(this.folder, { persistent: false }, () => this.lookSoon());
      watcher.on("error", () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  private lookSoon(): void {
    if (this.willLook || this.closed) return;
    this.willLook = true;
    clock.nextTurn(() => {
      this.willLook = false;
      if (this.closed) return;
      try {
        this.catchUp();
      } catch {
        // The folder is gone or can't be read: the next operation says so to who asks for it.
      }
    });
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      throw failure(
        "transport_unreachable/folder",
        { folder: this.folder, reason: (error as Error).message },
        { cause: error },
      );
    }
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Number of the newest snapshot, 0 without one. */
function newest(files: readonly string[]): Revision {
  const numbers = files.filter((file) => file.startsWith(SNAPSHOT)).map((file) => Number(file.slice(SNAPSHOT.length)));
  return Math.max(0, ...numbers);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Undefined for what a crash of the machine left of a file: all take it for a change without effect. */
function changeOf(revision: Revision, text: string): Change | undefined {
  try {
    const { key, value }: Line = JSON.parse(text);
    return { revision, key, value: value === null ? undefined : Buffer.from(value, "base64") };
  } catch {
    return undefined;
  }
}

/** Units: ms. */
function ageOf(path: string): number {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined ? 0 : clock.wallTime() - made;
}
