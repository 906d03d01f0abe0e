/** A store in memory: it outlasts servers and their supervisors, not the program. For tests, and for state that only crashes must not take. */
import type { Backend, Writes } from "./backend.js";
import { Store } from "./store.js";

class MemoryBackend implements Backend {
  readonly title = "the store in memory";
  private readonly entries = new Map<string, Uint8Array>();

  get(key: string): Uint8Array | undefined {
    return this.entries.get(key);
  }

  /** Values of a server lie behind each other; a look at all of them would cost each start as much as there are servers. */
  private readonly groups = new Map<string, Set<string>>();

  range(prefix: string): Iterable<readonly [string, Uint8Array]> {
    const group = this.groups.get(prefix);
    const keys = group === undefined ? [...this.entries.keys()].filter((key) => key.startsWith(prefix)) : [...group];
    return keys.sort().map((key) => [key, this.entries.get(key) as Uint8Array] as const);
  }

  commit(writes: Writes): void {
    for (const [key, value] of writes) {
      const prefix = key.slice(0, key.indexOf("\0") + 1);
      if (value === null) {
        this.entries.delete(key);
        this.groups.get(prefix)?.delete(key);
        continue;
      }
      this.entries.set(key, value);
      if (prefix === "") continue;
      const group = this.groups.get(prefix);
      if (group === undefined) this.groups.set(prefix, new Set([key]));
      else group.add(key);
    }
  }

  close(): void {}
}

/** A store in memory. @example const store = memory(); */
export const memory = (): Store => new Store(new MemoryBackend());
