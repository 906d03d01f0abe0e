// The wanted programs, the programs about types and tincture's own macros, checked by stock TypeScript 5.9, 6.0 and 7.0 against the built declarations. No
// plugin: the source is ordinary TypeScript.
import { describe, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";

describe.for(["test/types", "transformer/builtin"])("%s", (project) => {
  test.for(["typescript59", "typescript", "typescript7"])("%s", async (compiler) => {
    expect((await runTool(bin(compiler, "tsc"), ["-p", project])).output).toBe("");
  });
});
