// The examples in the doc comments of the public functions: for each entry of the package, what it exports, and the programs that the examples are.
//
// Shape: an example is code as a reader would write it, without imports; a statement with `// => value` behind it is checked to give that value:
//
//   await Scoreboard.getScore("ann"); // => 17               ->   assert.deepEqual(await Scoreboard.getScore("ann"), 17);
//   const score = await Scoreboard.getScore("ann"); // => 17       ->   the same statement, then assert.deepEqual(score, 17);
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../suite.js";

/** Something that an entry exports, or a function of an object that it exports. */
export interface Documented {
  /** "tincture: send" or "tincture: Task.await" */
  readonly name: string;
  /** Whether it is there at run time, and no member of something else: then it has an example. */
  readonly needsExample: boolean;
  readonly text: string;
  readonly examples: readonly string[];
  readonly entry: string;
}

interface Manifest {
  readonly name: string;
  readonly exports: Record<string, string | { import?: { default: string } }>;
}

/** The entries that people import, and their sources: "tincture" is made of runtime/index.ts. What only compiled code or ts-patch loads is none. */
function entries(): Map<string, string> {
  const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const found = Object.entries(exports).flatMap(([path, target]): [string, string][] => {
    if (typeof target === "string" || target.import === undefined || path === "./abi") return [];
    const source = target.import.default.replace(/^\.\/dist\//, "").replace(/\.mjs$/, ".ts");
    return source.startsWith("runtime/") ? [[path.replace(".", name), source]] : [];
  });
  return new Map(found);
}

/** All that the entries export, with the members of exported objects. */
export function documented(): Documented[] {
  const files = entries();
  const paths = [...files.values()].map((file) => join(root, file));
  const options = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, strict: true, types: ["node"] };
  const program = ts.createProgram(paths, options);
  const checker = program.getTypeChecker();
  return [...files].flatMap(([entry, file]) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, file)) as ts.SourceFile);
    return checker.getExportsOfModule(module as ts.Symbol).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const isValue = (symbol.flags & ts.SymbolFlags.Value) !== 0;
      const item = describe(entry, exported.name, symbol, isValue, checker);
      return isValue ? [item, ...members(symbol, checker, entry, exported.name)] : [item];
    });
  });
}

function describe(
  entry: string,
  name: string,
  symbol: ts.Symbol,
  needsExample: boolean,
  checker: ts.TypeChecker,
): Documented {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === "example");
  const examples = tags.map((tag) => ts.displayPartsToString(tag.text));
  return { name: `${entry}: ${name}`, needsExample, text, examples, entry };
}

/** The functions of an exported object: of `Task`, not of the class `CallError`. */
function members(symbol: ts.Symbol, checker: ts.TypeChecker, entry: string, name: string): Documented[] {
  if (symbol.flags & ts.SymbolFlags.Class) return [];
  const type = checker.getTypeOfSymbol(symbol);
  return type
    .getProperties()
    .filter((member) => member.declarations?.some(isOurs))
    .map((member) => describe(entry, `${name}.${member.name}`, member, false, checker));
}

const isOurs = (declaration: ts.Declaration): boolean =>
  declaration.getSourceFile().fileName.startsWith(join(root, "runtime"));

/** The program of an example: its imports and checks on top of what is written. Line 1 holds all that is added. */
export function programOf(example: string, item: Documented, all: readonly Documented[]): string {
  return item.entry === "tincture/macro" ? macroProgram(example, item, all) : wholeProgram(example, item, all);
}

/** Macros are used in another file: what the example exports comes first, and is one of its own. */
function macroProgram(example: string, item: Documented, all: readonly Documented[]): string {
  const { statements } = ts.createSourceFile("example.ts", example, ts.ScriptTarget.Latest);
  const macros = statements.filter(ts.isVariableStatement).filter(({ modifiers }) => modifiers !== undefined);
  const end = macros.at(-1)?.end ?? 0;
  const names = macros.flatMap(({ declarationList }) => declarationList.declarations.map(({ name }) => name));
  const used = `import { ${names.map((name) => (name as ts.Identifier).text).join(", ")} } from "./example.macro.js";`;
  const definitions = wholeProgram(example.slice(0, end), item, all);
  return `// example.macro.ts\n${definitions}\n// main.ts\n${used} ${wholeProgram(example.slice(end), item, all)}`;
}

function wholeProgram(example: string, { entry }: Documented, all: readonly Documented[]): string {
  const file = ts.createSourceFile("example.ts", example, ts.ScriptTarget.Latest, true);
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const importsOf = (from: string): string => {
    const names = all
      .filter((item) => item.entry === from && item.name.startsWith(`${from}: `))
      .map(({ name }) => name.slice(`${from}: `.length))
      .filter((name) => !name.includes(".") && used.has(name));
    return names.length === 0 ? "" : `import { ${names.join(", ")} } from "${from}"; `;
  };
  // What an entry has beside the main one comes first; the rest from the main one.
  const from = [...new Set([entry, "tincture"])];
  const runner = used.has("test") ? 'import { test } from "node:test"; ' : "";
  const head = `${from.map(importsOf).join("")}${runner}import assert from "node:assert/strict"; export {};`;
  return `${head}\n${withChecks(file)}`;
}

/** How many values an example shows. */
export const shownIn = (example: string): number => [...example.matchAll(/\/\/ => /g)].length;

function withChecks(file: ts.SourceFile): string {
  const { text } = file;
  const changes: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    const value = shownBehind(node, text);
    if (value === undefined) return;
    if (ts.isExpressionStatement(node)) {
      const { expression } = node;
      const [start, end] = [expression.getStart(), expression.end];
      changes.push({ start, end, text: `assert.deepEqual(${text.slice(start, end)}, ${value})` });
    } else if (ts.isVariableStatement(node)) {
      const name = node.declarationList.declarations[0]?.name.getText();
      changes.push({ start: node.end, end: node.end, text: ` assert.deepEqual(${name}, ${value});` });
    }
  };
  visit(file);
  if (changes.length !== shownIn(text)) throw new Error(`a value that no statement has in front of it:\n${text}`);
  let result = text;
  for (const { start, end, text } of changes.sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + text + result.slice(end);
  return result;
}

/** The text after `// =>` on the line where a statement ends. */
function shownBehind(node: ts.Node, text: string): string | undefined {
  if (!ts.isExpressionStatement(node) && !ts.isVariableStatement(node)) return undefined;
  return /^[ \t]*\/\/ => (.*)/.exec(text.slice(node.end))?.[1];
}
