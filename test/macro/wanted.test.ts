// The wanted program with macros of its own, unchanged, in both module formats.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../suite.js";
import { outputs } from "./program.js";

test.for(["esm", "commonjs"] as const)("user_macro, %s", async (format) => {
  const folder = join(root, "test/wanted/user_macro");
  const names = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  const files = Object.fromEntries(names.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  const prints = readFileSync(join(folder, "expected.txt"), "utf8");
  expect(await outputs([{ name: "user_macro", files, prints }], format)).toEqual([prints, ""]);
});
