/**
 * Watches the files of the running program and loads what has changed: a file is saved, the state stays.
 *
 * Flow: a module defines something -> the folders of all modules that count are watched -> a change in one of them, and a moment of quiet -> `Code.loadModified` ->
 * what it came to is reported. A version with mistakes is reported, and the old one goes on until the next change. Nothing here holds the program open.
 */
import { dirname, relative } from "node:path";
import { clock } from "../core/clock.js";
import { reportError, reportInfo } from "../core/report.js";
import { onDefiningModule } from "../otp/upgradable.js";
import { Code } from "./code.js";
import { watchFolder } from "./module.js";

/** How long files are left alone before they are read, in ms: editors and compilers write several at once. */
const QUIET = 50;

const folders = new Set<string>();

/** One `job` for many calls of what it gives. */
function later(job: () => void): () => void {
  let cancel = (): void => {};
  return () => {
    cancel();
    cancel = clock.later(job, QUIET);
  };
}

const changed = later(() => void loadChanged());
const look = later(watchFolders);

function watchFolders(): void {
  for (const folder of Code.modules().map((file) => dirname(file))) {
    if (folders.has(folder)) continue;
    folders.add(folder);
    watchFolder(folder, changed);
  }
}

async function loadChanged(): Promise<void> {
  const shown = (files: readonly string[]): string => files.map((file) => relative(process.cwd(), file)).join(", ");
  const files = Code.modified();
  if (files.length === 0) return;
  try {
    const { modules, processes, started } = await Code.loadModified();
    const more = started.length === 0 ? "" : `; started ${started.join(", ")}`;
    const count = `${processes} ${processes === 1 ? "process goes" : "processes go"} on with the new code`;
    reportInfo({ upgrade: { modules, processes, started } }, `upgraded ${shown(modules)}: ${count}${more}`);
  } catch (error) {
    reportError({ err: error, upgrade: { modules: files } }, (error as Error).message);
  }
  watchFolders();
}

/** Begins to watch, before the program is loaded. */
export function watch(): void {
  onDefiningModule(look);
}
