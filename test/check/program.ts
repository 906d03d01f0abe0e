// What tests of the checks share: the list of all checks, and the options of a program that has what the checks ask for (types, Node's among them).
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);

export const { checks } = require(join(root, "dist/transformer/check/list.js")) as {
  readonly checks: readonly { readonly name: string; readonly level: string }[];
};

export const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  types: ["node"],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};
