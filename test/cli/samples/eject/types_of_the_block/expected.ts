import type { Pid } from "tincture";
import { self } from "tincture";
import * as rt from "tincture/abi";

interface Entry {
  readonly key: string;
  used: number;
}

type Entries = Map<string, Entry>;

interface CacheState {
  readonly size: number;
  readonly entries: Entries;
  readonly owner: Pid<any>;
}

export const Cache = rt.genserver("Cache", {
  init(size: number): CacheState {
    return { size, entries: new Map(), owner: self() };
  },
  handlers: {
    get: rt.call((state: CacheState, key: string): Entry | undefined => state.entries.get(key), () => [rt.string]),
    full: rt.call((state: CacheState) => state.entries.size >= state.size),
    owner: rt.call((state: CacheState) => state.owner),
  },
  accepts: () => [rt.number]
});
