import { cast, genserver } from "tincture";

// A type in itself, and one that two handlers have, are constants in front of their server.
interface Tree { readonly value: number; readonly children: readonly Tree[] }
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface User { id: string; manager?: User }

export const Forest = genserver(() => ({
  plant: cast((tree: Tree) => {}),
  prune: cast((tree: Tree, at: Json) => {}),
  owner: cast((user: User) => {}),
}));

export const Garden = genserver(() => ({
  plant: cast((tree: Tree, by: User) => {}),
}));
