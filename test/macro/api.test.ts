// The seam of tincture/macro: what a macro module gets inside the build is what the entry exports.
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);

test("the functions inside the build are those of the entry", () => {
  const { apiFor } = require(join(root, "dist/transformer/macro/api.js"));
  const inside = apiFor({ folder: "", templates: [], define: () => undefined });
  expect(Object.keys(inside).sort()).toEqual(Object.keys(require("tincture/macro")).sort());
});
