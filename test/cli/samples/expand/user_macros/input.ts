import { pipe } from "tincture";
import { never, sumOf, unless } from "./unless.macro.js";

const calls = 0;
// Nobody has called.
unless(calls > 0, () => {
  console.log("no calls", pipe(calls, String));
  unless(calls > 1, () => console.log("fewer than two"));
});

const sum = 1;
export const total = sum + sumOf(3, calls + sum);
never(() => console.log("never"));
