/**
 * Modules as files: which have changed on disk, which import which, and how a new instance of one is made. The only file of the upgrade that asks the world outside.
 *
 * `tincture/register` offers a loader (`Loader`) that reads TypeScript, follows imports and lets go of instances that are no longer in use. Without it Node's own loader makes the
 * instance, under an address of its own: it takes in built JavaScript only, one module at a time, and what it has loaded once it keeps for ever.
 */
import { statSync, watch } from "node:fs";
import Module from "node:module";
import { fileURLToPath } from "node:url";
import { programStart } from "../core/clock.js";

/** New instances of modules. A module is named by its file's address, "file:///p/room.js". */
export interface Loader {
  /** The modules of the user's own that a module imports as its file is now. */
  imports(module: string): readonly string[];
  /** What the instance that is in use exports. */
  exportsOf(module: string): Promise<object>;
  /** Evaluates the modules anew, those first that others of them import. Gives what is to be done when the new instances are to be used, by those that come later too. */
  load(modules: ReadonlySet<string>): Promise<() => void>;
}

/** Under this key of the global object a loader offers itself. The other side is transformer/hosts/fresh_module.ts. */
const key = Symbol.for("tincture/loader");

export const loader = (): Loader => (globalThis as { [key]?: Loader })[key] ?? nodeLoader;

let serial = 0;

const nodeLoader: Loader = {
  imports: () => [],
  exportsOf: (module) => import(module),
  async load(modules) {
    const before = new Map<string, NodeJS.Module>();
    const cache = Module.createRequire(__filename).cache as Record<string, NodeJS.Module | undefined>;
    try {
      for (const module of modules) {
        const file = fileURLToPath(module);
        const old = cache[file];
        if (old === undefined) await import(`${module}?upgrade=${++serial}`);
        else {
          before.set(file, old);
          delete cache[file];
          Module.createRequire(file)(file);
        }
      }
    } catch (error) {
      for (const [file, old] of before) cache[file] = old;
      throw error;
    }
    return () => {};
  },
};

/** What the files of upgraded modules looked like when they were read. */
const known = new Map<string, string>();

interface Look {
  /** The time of the last change, in ms since 1970, whatever the tool that wrote the file says of it. */
  readonly changed: number;
  readonly text: string;
}

/** How a file looks from outside; undefined when there is none. */
function lookOf(module: string): Look | undefined {
  try {
    const { ctimeMs, size } = statSync(fileURLToPath(module));
    return { changed: ctimeMs, text: `${ctimeMs} ${size}` };
  } catch {
    return undefined;
  }
}

/** Whether a module's file has changed since the program has loaded it. */
export function isChanged(module: string): boolean {
  const look = lookOf(module);
  if (look === undefined) return false;
  const before = known.get(module);
  return before === undefined ? look.changed > programStart : look.text !== before;
}

/** For when what is in the modules' files now is in use: gives what notes it then. */
export function noteLoaded(modules: Iterable<string>): () => void {
  const looks = [...modules].map((module) => [module, lookOf(module)] as const);
  return () => {
    for (const [module, look] of looks) if (look !== undefined) known.set(module, look.text);
  };
}

/** Calls `job` when something in a folder may have changed. Does not hold the program open. */
export function watchFolder(folder: string, job: () => void): void {
  try {
    watch(folder, { persistent: false }, job).on("error", () => {});
  } catch {
    // The folder is gone, or the system has no more watches: then its files are not watched.
  }
}

/** Whether a module is a file of the user's own. */
export function isOwn(module: string): boolean {
  if (/[\\/]node_modules[\\/]/.test(module)) return false;
  try {
    return statSync(fileURLToPath(module)).isFile();
  } catch {
    return false;
  }
}
