/**
 * Modules as files: which have changed on disk, which import which, and how a new instance of one is made. The only file of the upgrade that asks the world outside.
 *
 * `tincture/register` offers a loader (`Loader`) that reads TypeScript, follows imports and lets go of instances that are no longer in use. Without it Node's own loader makes the
 * instance, under an address of its own: it takes in built JavaScript only, one module at a time, and what it has loaded once it keeps for ever.
 */
import { statSync } from "node:fs";
import Module from "node:module";
import { fileURLToPath } from "node:url";
import { clock } from "../core/clock.js";

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

/** When the program started, in ms since 1970. */
const start = clock.wallTime() - clock.now();

/** When the files of upgraded modules were what is in use now: the time of their last change. */
const known = new Map<string, number>();

/** The time of a file's last change, whatever the tool that wrote it says of it; undefined when there is no such file. */
function changedAt(module: string): number | undefined {
  try {
    return statSync(fileURLToPath(module)).ctimeMs;
  } catch {
    return undefined;
  }
}

/** Whether a module's file has changed since the program has loaded it. */
export function isChanged(module: string): boolean {
  const time = changedAt(module);
  return time !== undefined && time > (known.get(module) ?? start);
}

/** Notes that what is in a module's file is in use. Gives how to note it: the time is that of before the file is read. */
export function noteLoaded(modules: Iterable<string>): () => void {
  const times = [...modules].map((module) => [module, changedAt(module)] as const);
  return () => {
    for (const [module, time] of times) if (time !== undefined) known.set(module, time);
  };
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
