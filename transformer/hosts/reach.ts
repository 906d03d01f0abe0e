// May a file get names of tincture through other modules of the user's? Answered from texts alone: a file that has nothing of tincture costs its host a scan of
// its imports, and never loads TypeScript.
//
// Shape: a module hands on if its text says "tincture" and it exports what it did not declare, or if it does so from a module that hands on. Rather too many than too few: what a name means
// is decided by the compiler.
import { existsSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { packageName } from "../1-find/exports.js";

/** The file that a specifier which is no path means: an alias of tsconfig's `paths`, a package. */
export type ResolvePackage = (specifier: string, from: string) => string | undefined;

interface Text {
  readonly changed: number;
  readonly says: boolean;
  readonly exportsOthers: boolean;
  readonly specifiers: readonly string[];
}

export class Reach {
  private readonly texts = new Map<string, Text>();
  private readonly packages = new Map<string, boolean>();

  constructor(private readonly resolvePackage: ResolvePackage) {}

  /** May a file with this text, which doesn't say "tincture" itself, get names of it? */
  mayReach(text: string, fileName: string): boolean {
    return specifiersIn(text).some(
      (specifier) => this.dependsOnUs(specifier, fileName) || this.resolve(specifier, fileName) !== undefined,
    );
  }

  /** The modules through which it may. */
  filesReached(text: string, fileName: string): string[] {
    const seen = new Set<string>();
    for (const specifier of specifiersIn(text)) {
      const file = this.fileOf(specifier, fileName);
      if (file !== undefined && this.handsOn(file, new Set())) this.follow(file, seen);
    }
    return [...seen];
  }

  /** The file that a specifier means, if it may hand on names of tincture. */
  resolve(specifier: string, from: string): string | undefined {
    const file = this.fileOf(specifier, from);
    return file !== undefined && this.handsOn(file, new Set()) ? file : undefined;
  }

  /** The file that a specifier means, whatever is in it. */
  fileOf(specifier: string, from: string): string | undefined {
    if (specifier.startsWith(".")) return resolveRelative(specifier, from);
    if (isBuiltin(specifier) || specifier.includes(":") || this.dependsOnUs(specifier, from) === false)
      return undefined;
    return this.resolvePackage(specifier, from);
  }

  private handsOn(file: string, seen: Set<string>): boolean {
    if (seen.has(file)) return false;
    seen.add(file);
    const text = this.read(file);
    if (text === undefined || !text.exportsOthers) return false;
    return (
      text.says ||
      text.specifiers.some((specifier) => {
        const next = this.fileOf(specifier, file);
        return next !== undefined && this.handsOn(next, seen);
      })
    );
  }

  private follow(file: string, seen: Set<string>): void {
    if (seen.has(file)) return;
    seen.add(file);
    for (const specifier of this.read(file)?.specifiers ?? []) {
      const next = this.fileOf(specifier, file);
      if (next !== undefined) this.follow(next, seen);
    }
  }

  private read(file: string): Text | undefined {
    try {
      const changed = statSync(file).mtimeMs;
      const known = this.texts.get(file);
      if (known?.changed === changed) return known;
      const source = readFileSync(file, "utf8");
      const exportsOthers = othersExported.test(source) || source.includes(`${packageName}/macro`);
      const specifiers = exportsOthers ? specifiersIn(source) : [];
      const text: Text = { changed, says: source.includes(packageName), exportsOthers, specifiers };
      this.texts.set(file, text);
      return text;
    } catch {
      return undefined;
    }
  }

  /** A package can hand names of tincture on, or macros of its own, only if it depends on it. Undefined for what is no installed package: it may be an alias. */
  private dependsOnUs(specifier: string, from: string): boolean | undefined {
    if (specifier.startsWith(".")) return undefined;
    const name = nameOfPackage(specifier);
    const manifest = above(dirname(from), join("node_modules", name, "package.json"));
    if (manifest === undefined) return undefined;
    const known = this.packages.get(manifest) ?? readFileSync(manifest, "utf8").includes(`"${packageName}"`);
    this.packages.set(manifest, known);
    return known && name !== packageName;
  }
}

const othersExported = /\bexport\s*(?:type\b\s*)?[*{=]|\bexport\s+(?:default|import)\b/;

/** "@scope/kit" of "@scope/kit/deep.js" */
export const nameOfPackage = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

/** The modules that a text imports from, or seems to. */
export function specifiersIn(text: string): string[] {
  const found = text.matchAll(/\b(?:from|import|require\s*\()\s*(["'])([^"'\n]+)\1/g);
  return [...new Set([...found].map((match) => match[2] as string))];
}

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

const declared = [".d.ts", ".d.mts", ".d.cts"];

export const isDeclaration = (fileName: string): boolean => /\.d\.[mc]?ts$/.test(fileName);

/** `./kit.js`, written for what will be there after compiling, is `kit.ts`; `./kit` is `kit.ts` or `kit/index.ts`. Undefined where there is no such file. */
export function resolveRelative(specifier: string, from: string): string | undefined {
  const path = join(dirname(from), specifier);
  const written = /\.([mc]?)js(x?)$/.exec(path);
  const stem = written === null ? path : path.slice(0, written.index);
  const kinds = isDeclaration(from) ? declared : written === null ? extensions : [`.${written[1]}ts`, ".tsx"];
  const candidates = [...kinds.map((extension) => stem + extension), path];
  if (written === null) candidates.push(...kinds.map((extension) => join(path, `index${extension}`)));
  return candidates.find((file) => /\.[mc]?[jt]sx?$/.test(file) && isFile(file));
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false; // below a file there is nothing, and Node says so in another way than of what is missing
  }
}

/** `folder/name`, or the same in the nearest folder above that has it. */
export function above(folder: string, name: string): string | undefined {
  for (let here = folder; ; here = dirname(here)) {
    const file = join(here, name);
    if (existsSync(file)) return file;
    if (here === dirname(here)) return undefined;
  }
}
