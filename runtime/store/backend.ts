/**
 * What keeps bytes under keys: all that a new kind of store has to be. memory.ts and lmdb.ts are the two there are.
 *
 * Order: reads are never asked for what is still being committed (the store has that itself); one commit is under way at a time.
 */
export type Writes = Iterable<readonly [key: string, value: Uint8Array | null]>;

export interface Backend {
  /** For people: "the store in data/games". */
  readonly title: string;
  get(key: string): Uint8Array | undefined;
  /** All entries whose key begins so, in the order of their keys. */
  range(prefix: string): Iterable<readonly [key: string, value: Uint8Array]>;
  /** Writes all or nothing; null takes an entry out. Done when it outlasts this process. Errors: whatever the reason is, as a TinctureError. */
  commit(writes: Writes): Promise<void> | void;
  close(): Promise<void> | void;
}
