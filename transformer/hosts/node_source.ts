// A file of the user's as Node runs it: as an ES module or as CommonJS, and its compiled text. What the hooks for `import` and for `require` share.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Cache } from "./cache.js";
import { HostError } from "./project.js";
import { above, isDeclaration } from "./reach.js";
import { asText } from "./shown.js";
import { SourceCompiler } from "./source_compiler.js";

export type Format = "module" | "commonjs";

/** As TypeScript says it: by the ending, else by the nearest package.json. */
export function formatOf(fileName: string): Format {
  if (/\.m[jt]s$/.test(fileName)) return "module";
  if (/\.c[jt]s$/.test(fileName)) return "commonjs";
  const manifest = above(dirname(fileName), "package.json");
  if (manifest === undefined) return "commonjs";
  return JSON.parse(readFileSync(manifest, "utf8")).type === "module" ? "module" : "commonjs";
}

export const isTypeScript = (fileName: string): boolean =>
  /\.(?:[mc]?ts|tsx)$/.test(fileName) && !isDeclaration(fileName) && !/[\\/]node_modules[\\/]/.test(fileName);

let compiler: SourceCompiler | undefined;

/** What Node runs for a file: JavaScript with its map inside. Undefined where another loader has to do it. Errors: the mistakes in it, as text. */
export function compileForNode(fileName: string, all = !isLoaderBesideUs): string | undefined {
  const folder = process.cwd();
  compiler ??= new SourceCompiler("node", folder, {}, new Cache(cacheFolder(folder)));
  const text = readFileSync(fileName, "utf8");
  const module = formatOf(fileName) === "module" ? "esm" : "commonjs";
  const compiled = compiler.compile(text, fileName, { module, node: true, all });
  if (compiled === undefined) return undefined;
  const errors = compiled.mistakes.filter((mistake) => mistake.isError);
  for (const mistake of compiled.mistakes) if (!mistake.isError) process.stderr.write(`${asText(mistake, folder)}\n`);
  if (errors.length > 0) throw new HostError(`\n${errors.map((error) => asText(error, folder)).join("\n")}`);
  const map = Buffer.from(compiled.map).toString("base64");
  return `${compiled.js}//# sourceMappingURL=data:application/json;base64,${map}\n`;
}

/** tsx takes what has nothing of tincture. */
export const isLoaderBesideUs = /\btsx\b/.test([...process.execArgv, process.env.NODE_OPTIONS ?? ""].join(" "));

/** Kept between runs, so that a second start need not load TypeScript. */
export function cacheFolder(folder: string): string {
  const modules = above(folder, "node_modules");
  return join(modules ?? tmpdir(), modules === undefined ? "tincture-cache" : ".cache/tincture");
}
