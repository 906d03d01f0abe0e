// A table: types of the language, of Node and of the package, and what comes of them from another node. They are known by name where they are declared globally,
// or in the declarations of the package.
import { join } from "node:path";
import type { ts } from "../ts.js";
import { type Description, of } from "./description.js";

/** Describes a type; `parts` are its type arguments. */
type Make = (parts: () => readonly Description[]) => Description;

const builtIn =
  (name: string): Make =>
  () => ({ kind: "builtIn", name });

const names = [
  ...["Date", "RegExp", "ArrayBuffer", "SharedArrayBuffer", "DataView", "Buffer"],
  ...["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array"],
  ...["Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"],
  ...["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError", "AggregateError"],
];

const first = (parts: () => readonly Description[]): Description => parts()[0] as Description;
const second = (parts: () => readonly Description[]): Description => parts()[1] as Description;
const mapOf: Make = (parts) => of("map", first(parts), second(parts));
const setOf: Make = (parts) => of("set", first(parts));
const listOrSet: Make = (parts) => of("union", of("array", first(parts)), of("set", first(parts)));

const library = new Map<string, Make>([
  ...names.map((name): [string, Make] => [name, builtIn(name)]),
  ["Map", mapOf],
  ["ReadonlyMap", mapOf],
  ["Set", setOf],
  ["ReadonlySet", setOf],
  ["Iterable", listOrSet],
  ["ArrayLike", (parts) => of("array", first(parts))],
  ["String", () => ({ kind: "plain", name: "string" })],
  ["Number", () => ({ kind: "plain", name: "number" })],
  ["Boolean", () => ({ kind: "plain", name: "boolean" })],
  ["Object", () => ({ kind: "plain", name: "defined" })],
]);

const ofPackage = new Set(["Pid", "Alias", "MonitorRef", "TimerRef", "From"]);

/** A global of the language or of Node; a module may export a Map of its own. */
export function libraryTypes(symbol: ts.Symbol): Make | undefined {
  const make = library.get(symbol.name);
  const { parent } = symbol as ts.Symbol & { readonly parent?: ts.Symbol };
  if (make === undefined || (parent !== undefined && parent.name !== "__global")) return undefined;
  return symbol.declarations?.every((declaration) => declaration.getSourceFile().isDeclarationFile) ? make : undefined;
}

/** Errors of the package, and of the user's, arrive as errors. */
export function packageTypes(symbol: ts.Symbol): Make | undefined {
  if (!ofPackage.has(symbol.name)) return undefined;
  const isOurs = symbol.declarations?.some((declaration) => isPublicTypes(declaration.getSourceFile().fileName));
  return isOurs === true ? builtIn(symbol.name) : undefined;
}

/** Our own sources, where the program is built together with them. */
const ownSource = join(__dirname, "../../../runtime/types.ts").replaceAll("\\", "/");

const isPublicTypes = (file: string): boolean => /\/dist\/runtime\/types\.d\.ts$/.test(file) || file === ownSource;
