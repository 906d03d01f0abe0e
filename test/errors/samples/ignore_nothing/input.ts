import { call, genserver } from "tincture";

export const text = "// tincture-ignore raw_timer: this is a string";

export const Counter = genserver(() => ({
  // tincture-ignore raw_timer: no timer in sight
  get: call(() => 1),
  wait: call(() => { setTimeout(() => {}, 5); }), // tincture-ignore raw_timer: beside the code
}), { name: "Counter" });
