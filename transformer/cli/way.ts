// How a file of a project is compiled by itself, from what the project's `module` says.
import { formatOf } from "../hosts/node_source.js";
import type { Way } from "../hosts/source_compiler.js";
import { ts } from "../ts.js";

export function wayOf(fileName: string, { module }: ts.CompilerOptions): Way {
  if (module === undefined || module === ts.ModuleKind.CommonJS) return { module: "commonjs" };
  const isNode = module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext;
  if (isNode) return { module: formatOf(fileName) === "module" ? "esm" : "commonjs", node: true };
  return { module: /\.c[jt]s$/.test(fileName) ? "commonjs" : "esm" };
}
