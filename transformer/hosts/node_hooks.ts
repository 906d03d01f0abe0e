// What Node asks on the way to an imported module: `resolve` and `load`, for `module.register` (Node 20: in a thread of its own, so what comes next is a promise)
// and for `module.registerHooks` (Node 22.15 and newer: in the program's thread).
//
// CommonJS is compiled by register.ts, when it is required: whoever imports such a file gets a module of a few lines that requires it, so that there is one instance
// of it, and one `require.cache`, whichever way it is reached.
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileForNode, formatOf, isTypeScript } from "./node_source.js";
import { resolveRelative } from "./reach.js";

interface ResolveContext {
  readonly parentURL?: string | undefined;
}
interface LoadContext {
  readonly conditions?: readonly string[];
}
interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean | undefined;
}
interface Loaded {
  readonly format: string | null | undefined;
  readonly source?: string | undefined;
  readonly shortCircuit?: boolean | undefined;
}
type Next<R> = (first: string, context: object) => R;

/** What Node was started with. */
let program: string | undefined;

const asOther = "tincture-import:";

/** A specifier that means what `specifier` means in the module `from`, wherever it is imported. */
export const importAs = (specifier: string, from: string): string =>
  asOther + encodeURIComponent(JSON.stringify([specifier, from]));

/** `./kit.js` in a TypeScript file is `./kit.ts`, if that is what is there. Everything else is Node's affair. */
export function resolve<R>(specifier: string, context: ResolveContext, next: Next<R>): R | Resolved {
  if (specifier.startsWith(asOther)) {
    const [wanted, from] = JSON.parse(decodeURIComponent(specifier.slice(asOther.length)));
    return resolve(wanted, { ...context, parentURL: from }, next);
  }
  const { parentURL } = context;
  if (parentURL === undefined) program ??= specifier;
  else if (parentURL.startsWith("file:")) {
    const [path, query] = splitQuery(specifier);
    const found = writtenAs(decodeURIComponent(path), fileURLToPath(splitQuery(parentURL)[0]));
    if (found !== undefined)
      return { url: pathToFileURL(found).href + query, format: formatOf(found), shortCircuit: true };
  }
  return next(specifier, context);
}

/** The TypeScript file that `./kit.js` in a TypeScript file means. */
export function writtenAs(specifier: string, from: string): string | undefined {
  if (!/^\.\.?\/.*\.[mc]?jsx?$/.test(specifier) || !isTypeScript(from)) return undefined;
  const found = resolveRelative(specifier, from);
  return found !== undefined && isTypeScript(found) ? found : undefined;
}

export function load<R>(url: string, context: LoadContext, next: Next<R>): R | Loaded {
  if (!url.startsWith("file:")) return next(url, context);
  const fileName = fileURLToPath(splitQuery(url)[0]);
  const source = isTypeScript(fileName) ? compileForNode(fileName) : undefined;
  if (source === undefined) return next(url, context);
  if (formatOf(fileName) === "module") return { format: "module", source, shortCircuit: true };
  // Node 22 asks for what is required, too.
  if (context.conditions?.includes("require")) return { format: "commonjs", source, shortCircuit: true };
  if (program === url || program === fileName)
    return { format: "module", source: programOf(fileName), shortCircuit: true };
  return { format: "module", source: importable(fileName, source), shortCircuit: true };
}

/** A module that requires the program, so that it is `require.main`. */
const programOf = (fileName: string): string =>
  `import Module from "node:module";\nModule._load(${JSON.stringify(fileName)}, null, true);`;

/** A module that requires a CommonJS file of the user's and exports what it exports. */
function importable(fileName: string, js: string): string {
  const names = [...namesIn(fileName, js, new Set())].filter((name) => name !== "default" && name !== "__esModule");
  return [
    'import { createRequire } from "node:module";',
    `const exported = createRequire(import.meta.url)(${JSON.stringify(fileName)});`,
    "export default exported;",
    ...names.map((name, i) => `const name_${i} = exported.${name};\nexport { name_${i} as ${name} };`),
  ].join("\n");
}

/** What a compiled CommonJS file exports, as TypeScript writes it; with what it hands on of other files of the user's. */
function namesIn(fileName: string, js: string, seen: Set<string>): Set<string> {
  seen.add(fileName);
  const names = new Set(
    [...js.matchAll(/^(?:Object\.defineProperty\(exports, "|.*?\bexports\.)([\w$]+)/gm)].map(
      (match) => match[1] as string,
    ),
  );
  for (const [, specifier = ""] of js.matchAll(/^__exportStar\(require\("(\.[^"]+)"\), exports\)/gm)) {
    const other = resolveRelative(specifier, fileName);
    if (other === undefined || seen.has(other)) continue;
    const text = (isTypeScript(other) ? compileForNode(other, true) : undefined) ?? readFileSync(other, "utf8");
    for (const name of namesIn(other, text, seen)) names.add(name);
  }
  return names;
}

function splitQuery(specifier: string): readonly [string, string] {
  const at = specifier.search(/[?#]/);
  return at === -1 ? [specifier, ""] : [specifier.slice(0, at), specifier.slice(at)];
}
