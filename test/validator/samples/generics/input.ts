import { call, genserver } from "tincture";

interface Page<T> { readonly items: readonly T[]; readonly next?: number }
interface Endless<T> { readonly value: T; readonly more?: Endless<T[]> }

// A server is one for all that call it, so a type parameter is what it may be at the widest.
export const Store = genserver(<K extends string, V>(keys: readonly K[]) => ({
  put: call((key: K, value: V) => [keys, key, value].length),
  page: call((page: Page<{ id: K }>) => page.items.length),
  two: call((names: Page<string>, counts: Page<number>) => [names, counts].length),
}));

export const Deep = genserver(() => ({ put: call((value: Endless<string>) => value.value) }));
