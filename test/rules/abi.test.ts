// The seam between the halves: the names that the transformer may emit are exactly what the runtime exports for emitted code. Both as built.
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);

test("the transformer's list of names is what runtime/abi.ts exports", () => {
  const { abiNames } = require(join(root, "dist/transformer/abi.js"));
  const exported = Object.keys(require("tincture/abi"));
  expect([...exported].sort()).toEqual([...abiNames].sort());
});
