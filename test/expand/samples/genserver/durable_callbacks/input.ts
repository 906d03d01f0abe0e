// Functions that are handed to a method of what is held: those seen here change parts of it, those of other files may do so at any time.
import { call, cast, genserver } from "tincture";
import { memory } from "tincture/store";
import { byName, move } from "./other.js";

interface Item { name: string; x: number }

export const List = genserver(() => {
  const items: Item[] = [];
  const dots: Item[] = [];
  const names: Item[] = [];
  const rows: Item[] = [];
  const reset = (item: Item) => { item.x = 0; };
  function first(item: Item) { return item; }

  return {
    resetAll: cast(() => items.forEach(reset)),
    firsts: cast(() => { for (const item of items.map(first)) item.x++; }),
    from: cast(() => { Array.from(dots, dot => { dot.x++; return dot; }); }),
    word: cast(() => { dots["push"]({ name: "", x: 0 }); }),
    // Only read.
    shown: call(() => items.map(String).filter(Boolean).join()),
    has: call((item: Item) => items.includes(item)),
    // Code of another file sees parts of `names` and `rows`.
    sorted: call(() => names.toSorted(byName)),
    moveAll: cast(() => rows.forEach(move)),
  };
}, { name: "List", durable: memory() });
