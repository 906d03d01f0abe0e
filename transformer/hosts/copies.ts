// Is the tincture that compiles a file the one that it will run with? Asked once for each folder.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageName } from "../1-find/exports.js";
import { type MessageText, textOf } from "../diagnostics/report.js";
import { HostError } from "./project.js";
import { above } from "./reach.js";

interface Copy {
  readonly folder: string;
  readonly version: string;
}

const copyIn = (manifest: string): Copy => ({
  folder: dirname(manifest),
  version: JSON.parse(readFileSync(manifest, "utf8")).version,
});

/** The copy that is running now. */
export const thisCopy: Copy = copyIn(join(__dirname, "../../../package.json"));

const checked = new Set<string>();

/** Errors: `two_copies`, if code of this file would run with another version than the one that compiles it. */
export function checkCopies(fileName: string): void {
  const mistake = copiesMistake(fileName);
  if (mistake !== undefined) throw new HostError(mistake.whole);
}

/** What to say if code of this file would run with another version than the one that compiles it. */
export function copiesMistake(fileName: string): MessageText | undefined {
  const folder = dirname(fileName);
  if (checked.has(folder)) return undefined;
  const manifest = above(folder, join("node_modules", packageName, "package.json"));
  const other = manifest === undefined ? thisCopy : copyIn(manifest);
  if (other.version === thisCopy.version) {
    checked.add(folder);
    return undefined;
  }
  const show = ({ version, folder: place }: Copy): string => `${version} (${place})`;
  return textOf("two_copies", { first: show(thisCopy), second: show(other), file: fileName });
}
