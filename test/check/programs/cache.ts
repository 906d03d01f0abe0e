// A cache that forgets, read from a file at the start and written when it is stopped.
import { readFileSync, writeFileSync } from "node:fs";
import { call, cast, genserver, idle, supervisor, terminate } from "tincture";

interface Entry {
  readonly value: string;
  readonly until: number;
}

const defaults = { ttl: 60_000, file: "cache.json" };
const empty: Record<string, Entry> = {};

export const Cache = genserver(
  (options: Partial<typeof defaults> = {}) => {
    const { ttl, file } = { ...defaults, ...options };
    let entries: Record<string, Entry> = empty;
    try {
      entries = JSON.parse(readFileSync(file, "utf8")) as Record<string, Entry>;
    } catch {
      entries = {};
    }
    const fresh = (entry: Entry | undefined): entry is Entry => entry !== undefined && entry.until > Date.now();

    return {
      put: cast((key: string, value: string) => {
        entries = { ...entries, [key]: { value, until: Date.now() + ttl } };
      }),
      get: call((key: string) => {
        const entry = entries[key];
        return fresh(entry) ? entry.value : undefined;
      }),
      size: call(() => {
        let n = 0;
        for (const key of Object.keys(entries)) if (fresh(entries[key])) n++;
        return n;
      }),
      forget: idle(30_000, () => {
        entries = Object.fromEntries(Object.entries(entries).filter(([, entry]) => fresh(entry)));
      }),
      close: terminate(() => writeFileSync(file, JSON.stringify(entries))),
    };
  },
  { name: "Cache", trapExit: true },
);

const top = supervisor({ strategy: "one_for_one" }, () => [Cache.child({ ttl: 1000 })]);
await top.start();
Cache.put("a", "1");
console.log(await Cache.get("a"), await Cache.size());
