// What was made of files, kept while these stay as they are: in memory, and in a folder if one is given, so that the next run need not even load TypeScript.
//
// Shape: cache.get("scoreboard.ts, its text, the options", () => ({ value, files: ["tsconfig.json"] })). `files` are further files that the value was made of; a change
// of one makes it anew. A folder that can't be written to is no mistake: then nothing is kept there.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Made<T> {
  /** Must survive JSON where the cache has a folder. */
  readonly value: T;
  readonly files: readonly string[];
}

interface Entry<T> {
  readonly value: T;
  /** Name and fingerprint. */
  readonly files: readonly (readonly [string, string])[];
}

export class Cache {
  private readonly memory = new Map<string, Entry<unknown>>();

  constructor(private readonly folder?: string) {}

  get<T>(key: string, make: () => Made<T>): T {
    return this.entry(key, make).value;
  }

  /** The files that the value of `key` was made of, if it is known. */
  filesOf(key: string): readonly string[] {
    return this.memory.get(fingerprint(key))?.files.map(([name]) => name) ?? [];
  }

  private entry<T>(key: string, make: () => Made<T>): Entry<T> {
    const name = fingerprint(key);
    const kept = this.memory.get(name) ?? this.read(name);
    if (kept?.files.every(([file, print]) => fingerprintOf(file) === print)) {
      this.memory.set(name, kept);
      return kept as Entry<T>;
    }
    const { value, files } = make();
    const entry: Entry<T> = { value, files: files.map((file) => [file, fingerprintOf(file)]) };
    this.memory.set(name, entry);
    this.write(name, entry);
    return entry;
  }

  private read(name: string): Entry<unknown> | undefined {
    if (this.folder === undefined) return undefined;
    try {
      return JSON.parse(readFileSync(join(this.folder, `${name}.json`), "utf8"));
    } catch {
      return undefined;
    }
  }

  private write(name: string, entry: Entry<unknown>): void {
    if (this.folder === undefined) return;
    const file = join(this.folder, `${name}.json`);
    const draft = `${file}.${process.pid}`; // another process may read at the same time
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(draft, JSON.stringify(entry));
      renameSync(draft, file);
    } catch {}
  }
}

export const fingerprint = (text: string): string => createHash("sha1").update(text).digest("hex");

/** Of a file's text; "" where there is none. */
function fingerprintOf(file: string): string {
  try {
    return fingerprint(readFileSync(file, "utf8"));
  } catch {
    return "";
  }
}
