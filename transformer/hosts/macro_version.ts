// Incremental builds and macros: TypeScript compiles a file again when its version changes, and it does not know that a file's output depends on what its
// macros are made of. So the version says it too: the version of a file that uses macros ends with a hash of all that these depend on.
//
//   "3f2c...-m81d0..."     stored in .tsbuildinfo, compared by --incremental, --watch and -b
//
// A project that is built on another one (`references`) looks at that one's declarations only. Those of a macro module end with such a hash in a comment.
import { createHash } from "node:crypto";
import { macroEntry } from "../1-find/exports.js";
import * as build from "../ast/build.js";
import type { Pipeline } from "../pipeline.js";
import { ts } from "../ts.js";

type Versioned = ts.SourceFile & { version?: string };

/** Versions as TypeScript made them: in watch mode a file lives longer than a program. */
const versions = new WeakMap<ts.SourceFile, string>();

/** Puts what macros depend on into the versions of the files that use them. Only builds that keep versions have any. */
export function mixVersions(program: ts.Program, pipeline: Pipeline, hasPackages: boolean): void {
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile) as Versioned[];
  if (!hasPackages && !files.some((file) => file.text.includes(macroEntry))) return;
  for (const file of files) {
    if (file.version === undefined) continue;
    const original = versions.get(file) ?? file.version;
    const isBuiltOn = program.getCompilerOptions().composite === true;
    const hash = hashOf([...pipeline.dependenciesOf(file), ...(isBuiltOn ? pipeline.madeOf(file) : [])]);
    if (hash === undefined && original === file.version) continue;
    versions.set(file, original);
    file.version = hash === undefined ? original : `${original}-m${hash}`;
  }
}

/** A hash of the contents of files; undefined where there are none. */
function hashOf(files: readonly string[]): string | undefined {
  if (files.length === 0) return undefined;
  const hash = createHash("sha1");
  for (const name of [...new Set(files)].sort()) hash.update(`${name}\n${ts.sys.readFile(name) ?? "missing"}\n`);
  return hash.digest("hex").slice(0, 16);
}

/** Declarations of macro modules, for projects that are built on this one. */
export const withMacroHash =
  (pipeline: Pipeline): ts.TransformerFactory<ts.SourceFile | ts.Bundle> =>
  () =>
  (file) => {
    if (ts.isBundle(file)) return file;
    const hash = hashOf(pipeline.madeOf(ts.getOriginalNode(file) as ts.SourceFile));
    return hash === undefined
      ? file
      : build.withFileStatements(file, [...file.statements, build.comment(` tincture: macros ${hash}`)]);
  };
