import { call, genserver } from "tincture";
import { memory } from "tincture/store";

const store = memory();

export const Counter = genserver(() => {
  let count = 0;
  return { next: call(() => ++count) };
}, { durable: store });

export const Eager = genserver(() => {
  let count = 0;
  return { next: call(() => ++count) };
}, { durable: { store, reply: "eager" } });

// Fine: a name, a key, a name that comes later.
export const Named = genserver(() => ({ ping: call(() => 1) }), { name: "Named", durable: store });
export const Keyed = genserver((id: string) => ({ ping: call(() => id) }), { durable: { store, key: id => id } });
export const Later = genserver(() => ({ ping: call(() => 1) }), { durable: store }).with({ name: "Later" });
