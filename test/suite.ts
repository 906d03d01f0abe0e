// Every folder is a test. A sample is a folder that holds `input.ts` (or .tsx, .mts, .cts); what the function given to `suite` makes of it
// is compared with the files beside the input, as whole text that a person has read.
//
//   samples/pipe/two_stages/input.ts -> { "expected.js": "..." } -> samples/pipe/two_stages/expected.js
//
// Order: a missing expectation fails, and so does an `expected*` file that nothing makes any more. `UPDATE=1 npx vitest run test/expand` writes
// both right; read the difference before it is committed. Under CI nothing is ever written.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** The folder of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** One sample folder. */
export interface Sample {
  /** The folder's path below the samples: "pipe/two_stages". */
  readonly name: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Absolute path of the first input: `input.ts`, `input.tsx`, `input.mts` or `input.cts`. */
  readonly input: string;
  /** Names of all files that are no expectation, in order: the input and what it imports. */
  readonly files: readonly string[];
  /** Text of a file of the sample. */
  read(file: string): string;
  /** The module of the sample that "./name.js" means, as `compileFile` asks for it. */
  resolve(this: void, specifier: string): { fileName: string; text: string } | undefined;
}

/** Reads and resolves the files of a folder. */
export function filesOf(folder: string): Pick<Sample, "read" | "resolve"> {
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  return {
    read,
    resolve(specifier) {
      const name = specifier.replace(/^\.\//, "").replace(/\.([mc]?)js$/, ".$1ts");
      return specifier.startsWith(".") && existsSync(join(folder, name))
        ? { fileName: name, text: read(name) }
        : undefined;
    },
  };
}

/** What a sample came to: the text of `expected.txt`, or the text of each expected file by its name. */
export type Outcome = string | { readonly [file: string]: string };

/**
 * Makes a vitest test of every sample below a folder.
 *
 * Shape: `folder` is relative to the checkout ("test/expand/samples"); samples may be grouped in folders of any depth.
 * Errors: a folder without a single sample is an error, so that a renamed folder can't pass by testing nothing.
 *
 * @example suite("test/errors/samples", sample => ({ "expected.txt": printedDiagnostics(sample.input) }));
 */
export function suite(folder: string, run: (sample: Sample) => Outcome | Promise<Outcome>): void {
  const samples = findSamples(join(root, folder));
  if (samples.length === 0) throw new Error(`no sample (a folder with input.ts) below ${folder}`);
  describe(folder, () => {
    for (const sample of samples) test(sample.name, async () => compare(sample, await run(sample)));
  });
}

function findSamples(top: string): Sample[] {
  const folders = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => isInput(entry.name));
  const unique = [...new Set(folders.map((entry) => entry.parentPath))].sort();
  return unique.map((folder) => {
    const files = readdirSync(folder)
      .filter((file) => !isExpectation(file))
      .sort();
    return {
      name: relative(top, folder).split(sep).join("/"),
      folder,
      input: join(folder, files.find(isInput) as string),
      files,
      ...filesOf(folder),
    };
  });
}

const isInput = (file: string): boolean => /^input\.[mc]?tsx?$/.test(file);
const isExpectation = (file: string): boolean => file.startsWith("expected");
const update = process.env.UPDATE === "1" && process.env.CI !== "true";

function compare(sample: Sample, outcome: Outcome): void {
  const made = typeof outcome === "string" ? { "expected.txt": outcome } : outcome;
  const path = (file: string) => join(sample.folder, file);
  const stale = readdirSync(sample.folder).filter((file) => isExpectation(file) && !(file in made));
  if (update) {
    for (const file of stale) rmSync(path(file));
    for (const [file, text] of Object.entries(made)) if (textOf(path(file)) !== text) writeFileSync(path(file), text);
    return;
  }
  const missing = Object.keys(made).filter((file) => !existsSync(path(file)));
  expect.soft(missing, "expectations that are missing (UPDATE=1 writes them, then read them)").toEqual([]);
  expect.soft(stale, "expectations that nothing makes any more (UPDATE=1 removes them)").toEqual([]);
  for (const [file, text] of Object.entries(made)) {
    const expected = textOf(path(file));
    if (expected !== undefined) expect.soft(text, `${sample.name}/${file}`).toBe(expected);
  }
}

const textOf = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
