// The hygiene matrix in both module formats.
import { beforeAll, describe, expect, test } from "vitest";
import { hygiene } from "./hygiene.js";
import { outputs } from "./program.js";

describe.for(["esm", "commonjs"] as const)("%s", (format) => {
  let printed: string[] = [];
  beforeAll(async () => {
    printed = await outputs(hygiene, format);
  });

  test.for(hygiene.map(({ name, prints }, i) => ({ name, prints, i })))("$name", ({ prints, i }) => {
    expect(printed[i]).toBe(prints);
  });
});
