// tincture/testing: the function of a test runs in a process of its own, so it is process code where it is written in place.
//
//   test("joins", inProcess(async () => { await sleep(5); }))   ->   test("joins", inProcess(function* () { if (...) yield; }))
import type { Macro } from "../2-expand/expansion.js";
import { withFunction } from "./task.js";

export const testingMacros: readonly Macro[] = ["testing:inProcess", "testing:explore"].map((name) =>
  withFunction(name, 0),
);
