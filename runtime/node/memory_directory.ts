/** The directory of a program that is no node: nobody else has a part in it. */
import { Keys } from "./keys.js";
import type { Directory, Entry, Revision } from "./transport.js";

export class MemoryDirectory implements Directory {
  private readonly keys = new Keys();

  async create(key: string, value: Uint8Array): Promise<Revision | undefined> {
    return this.change(key, value, this.keys.read(key) === undefined);
  }
  async update(key: string, value: Uint8Array, last: Revision): Promise<Revision | undefined> {
    return this.change(key, value, this.keys.read(key)?.revision === last);
  }
  async remove(key: string, last: Revision): Promise<boolean> {
    return this.change(key, undefined, this.keys.read(key)?.revision === last) !== undefined;
  }
  async read(key: string): Promise<Entry | undefined> {
    return this.keys.read(key);
  }
  async watch(prefix: string, look: (key: string, entry: Entry | undefined) => void): Promise<() => void> {
    return this.keys.watch(prefix, look);
  }
  async sync(): Promise<void> {}

  private change(key: string, value: Uint8Array | undefined, allowed: boolean): Revision | undefined {
    if (!allowed) return undefined;
    const revision = this.keys.head + 1;
    this.keys.apply({ key, value: value?.slice(), revision });
    return revision;
  }
}
