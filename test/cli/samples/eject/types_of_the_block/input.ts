import { call, genserver, self } from "tincture";

export const Cache = genserver((size: number) => {
  interface Entry {
    readonly key: string;
    used: number;
  }
  type Entries = Map<string, Entry>;
  const entries: Entries = new Map();
  const owner = self();

  return {
    get: call((key: string): Entry | undefined => entries.get(key)),
    full: call(() => entries.size >= size),
    owner: call(() => owner),
  };
});
