// Reporter: the last line of a run reads "12 passed, 0 failed" (", 1 skipped" where tests were skipped, which are named above it).
// Under CI=true a skipped test fails the run: what can't run there must not look as if it had.
import type { Reporter, TestCase, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
    const skipped = [...inState("skipped"), ...inState("pending")];
    // A file that doesn't load and an error outside any test have no test of their own: each counts as one failed.
    const failed =
      inState("failed").length + modules.filter((module) => module.errors().length > 0).length + unhandled.length;
    for (const test of skipped) console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName}`);
    if (skipped.length > 0 && process.env.CI === "true") {
      console.log("A skipped test fails the run under CI=true.");
      process.exitCode = 1;
    }
    const line = `${inState("passed").length} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`;
    process.once("exit", () => console.log(line));
  }
}
