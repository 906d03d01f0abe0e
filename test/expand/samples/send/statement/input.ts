import * as t from "tincture";
import { call, cast, genserver, type Pid, run, self, send, spawn } from "tincture";

interface Order {
  readonly tag: "order";
  readonly id: number;
  readonly by: { name: string };
}

export function place(cook: Pid<Order>, by: { name: string }): Order {
  // A literal that nobody else gets is not copied as a whole; what it holds is.
  send(cook, { tag: "order", id: 1, by });
  t.send(cook, { tag: "order", id: 2, by: { name: "Ada" } } satisfies Order);

  // Everything else stays the call it is: the value is used, or something comes in by another way.
  const kept = send(cook, { tag: "order", id: 3, by });
  const key = "id" as const;
  send(cook, { ...kept, id: 4 });
  send(cook, { tag: "order", [key]: 5, by });
  send(cook, kept);
  [by].forEach(one => send(cook, { tag: "order", id: 6, by: one }));
  send(self<unknown>(), { __proto__: null });
  return kept;
}

/** `send` as a value is the function. */
export const post = [send, t.send];

export const Cook = genserver(() => ({
  // What a cast gives is for nobody; what a call gives is the reply.
  cook: cast((who: Pid<Order>) => send(who, { tag: "order", id: 7, by: { name: "Bo" } })),
  ask: call((who: Pid<Order>) => send(who, { tag: "order", id: 8, by: { name: "Bo" } })),
}));
export const cooks = [spawn(() => send("cook", { tag: "order" })), run(() => send("cook", { tag: "order" }))];
