import { pipe } from "tincture";

declare function load(): { readonly name: string; readonly tags: readonly string[] };

export const a = pipe(load(), ({ name }) => name.length, (n = 5) => n + 1);
export const b = pipe(load(), (item) => {
  const first = item.tags[0];
  return first ?? item.name;
});
export const c = pipe(load(), function (item) { return item.name; });
// Kept by another function: a parameter of its own.
export const d = pipe(load(), (item) => ["a", "b"].map((prefix) => prefix + item.name));
export const e = pipe(load(), (item) => item.name, (name) => ({ name, upper: name.toUpperCase() }));
