// The source files of a project as a compiler counts them: those that tsconfig.json names, and all that they import. Found from texts alone, without a program.
import { isDeclaration } from "../hosts/reach.js";
import { ts } from "../ts.js";

/** Without declarations and packages. `.json` is among them where it is imported; what belongs to `others`, the files of projects that this one references, is not. */
export function sourceFilesOf({ options, fileNames }: ts.ParsedCommandLine, others: ReadonlySet<string>): string[] {
  const canonical = (name: string): string => (ts.sys.useCaseSensitiveFileNames ? name : name.toLowerCase());
  const cache = ts.createModuleResolutionCache(options.baseUrl ?? process.cwd(), canonical, options);
  const hasAliases = options.paths !== undefined || options.baseUrl !== undefined;
  const found = new Set(fileNames.filter((name) => isCompiled(name, options)));
  const follow = (specifier: string, from: string): void => {
    if (!/^[.#/]/.test(specifier) && !hasAliases) return; // a package, or Node's own
    const { resolvedModule } = ts.resolveModuleName(specifier, from, options, ts.sys, cache);
    if (resolvedModule === undefined || resolvedModule.isExternalLibraryImport === true) return;
    const { resolvedFileName: file } = resolvedModule;
    if (isCompiled(file, options) && !others.has(file)) found.add(file);
  };
  // A set goes on to what is added to it meanwhile.
  for (const file of found) {
    if (file.endsWith(".json")) continue;
    const text = ts.sys.readFile(file);
    if (text === undefined || !/import|export|require/.test(text)) continue;
    const { importedFiles } = ts.preProcessFile(text, true, /\.[mc]?jsx?$/.test(file));
    for (const { fileName } of importedFiles) follow(fileName, file);
  }
  return [...found];
}

const isCompiled = (file: string, { allowJs, resolveJsonModule }: ts.CompilerOptions): boolean => {
  if (isDeclaration(file) || file.includes("/node_modules/")) return false;
  if (file.endsWith(".json")) return resolveJsonModule !== false;
  return allowJs === true || !/\.[mc]?jsx?$/.test(file);
};
