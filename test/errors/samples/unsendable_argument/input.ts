import { createConnection } from "node:net";
import { call, cast, genserver, global } from "tincture";

export const Counter = genserver((name: string) => {
  let count = 0;
  return {
    change: call((by: (n: number) => number) => (count = by(count))),
    tag: cast((tag: unknown) => { count += String(tag).length + name.length; }),
    add: cast((n: number) => { count += n; }),
  };
}, { name: name => global(name) });

export const Local = genserver(() => ({ each: call((f: () => number) => f()) }), { name: "Local" });

const visits = Counter.of("visits");
await visits.change(n => n + 1);
visits.tag(Symbol("page"));
visits.tag(new WeakMap());
visits.tag(Math.random() > 2 ? "text" : createConnection(80));
// Fine: data, and a server of this node.
visits.add(1);
visits.tag({ page: "index" });
await Local.each(() => 1);
