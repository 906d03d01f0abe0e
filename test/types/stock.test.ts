// The wanted programs and the programs about types, checked by stock TypeScript 5.9, 6.0 and 7.0 against the built declarations. No plugin: the source is
// ordinary TypeScript.
import { expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";

test.for(["typescript59", "typescript", "typescript7"])("%s", async (compiler) => {
  expect((await runTool(bin(compiler, "tsc"), ["-p", "test/types"])).output).toBe("");
});
