/**
 * `Code`: new versions of modules in a running program.
 *
 * Flow: the modules that are meant, and those that must come along -> their new instances, whose definitions are staged -> each beside the one that lives -> exchange.
 * One upgrade at a time; the next waits.
 * Source: OTP code (load_file, modified_modules), c:lm/0, release_handler.
 */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { failure, TinctureError } from "../core/error.js";
import { definingModules, isDefinition, livingAt, Staged, stage } from "../otp/upgradable.js";
import { type Exchanged, exchange, processesOf } from "./exchange.js";
import { isChanged, isOwn, loader, noteLoaded } from "./module.js";

export interface UpgradeOptions {
  /** Milliseconds that suspending and migrating may take. Default 4000: less than a call waits, so one that comes to nothing costs no call. */
  readonly timeout?: number;
}

/** What an upgrade did. */
export interface Upgraded extends Exchanged {
  /** Files whose code is in use now. */
  readonly modules: readonly string[];
}

const TIMEOUT = 4000;

let busy: Promise<unknown> = Promise.resolve();

function next<R>(job: () => Promise<R>): Promise<R> {
  const mine = busy.then(job);
  busy = mine.catch(() => {});
  return mine;
}

const addressOf = (file: string | URL): string =>
  file instanceof URL || file.startsWith("file:") ? String(file) : pathToFileURL(resolve(file)).href;

/** The modules that define something, and those they import, with what each imports. */
function modulesOfProgram(): Map<string, readonly string[]> {
  const graph = new Map<string, readonly string[]>();
  const visit = (module: string): void => {
    if (graph.has(module) || !isOwn(module)) return;
    const imported = loader().imports(module);
    graph.set(module, imported);
    for (const other of imported) visit(other);
  };
  for (const module of definingModules()) if (livingAt(module).length > 0) visit(module);
  return graph;
}

/** Whether those that import a module have more of it than definitions, which are exchanged in their place. */
async function handsOnCode(module: string): Promise<boolean> {
  if (livingAt(module).length === 0) return true;
  return Object.values(await loader().exportsOf(module)).some((value) => !isDefinition(value));
}

/** `modules`, and all that import code of theirs. */
async function withImporters(modules: Iterable<string>, graph: Map<string, readonly string[]>): Promise<Set<string>> {
  const all = new Set(modules);
  // A set takes in what is added while it is gone through.
  for (const module of all) {
    const importers = [...graph].filter(([importer, imported]) => imported.includes(module) && !all.has(importer));
    if (importers.length > 0 && (await handsOnCode(module))) for (const [importer] of importers) all.add(importer);
  }
  return all;
}

/** `modules`, and all that they import. */
function reachable(modules: Iterable<string>, graph: Map<string, readonly string[]>): Set<string> {
  const all = new Set(modules);
  for (const module of all) for (const other of graph.get(module) ?? []) if (graph.has(other)) all.add(other);
  return all;
}

const shown = (module: string): string => fileURLToPath(module);

async function upgrade(files: readonly string[] | undefined, timeout: number): Promise<Upgraded> {
  const graph = modulesOfProgram();
  const strange = files?.find((module) => !graph.has(module));
  if (strange !== undefined) {
    const known = definingModules().filter(isOwn).map(shown).join(", ") || "none";
    throw failure("upgrade_unknown", { file: strange.startsWith("file:") ? shown(strange) : strange, known });
  }
  const changed = [...reachable(files ?? graph.keys(), graph)].filter(isChanged);
  const modules = await withImporters([...(files ?? []), ...changed], graph);
  if (modules.size === 0) return { modules: [], processes: 0, started: [] };

  const noted = noteLoaded(modules);
  const staged = new Staged(modules);
  const use = await load(modules, staged);
  checkPairs(staged);
  const changes = staged.pairs;
  const exchanged = await exchange(changes, timeout);
  staged.settle();
  use();
  noted();
  return { modules: [...modules].map(shown), ...exchanged };
}

async function load(modules: ReadonlySet<string>, staged: Staged): Promise<() => void> {
  stage(staged);
  try {
    return await loader().load(modules);
  } catch (thrown) {
    if (thrown instanceof TinctureError && thrown.code === "upgrade_ambiguous") throw thrown;
    const file = (thrown as { module?: string } | undefined)?.module ?? [...modules][0] ?? "";
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure("upgrade_load", { file: file.startsWith("file:") ? shown(file) : file, text }, { cause: thrown });
  } finally {
    stage(undefined);
  }
}

/** Whether every definition that has processes has its next version, and can become it. Errors: `upgrade_removed`, `upgrade_fixed`. */
function checkPairs({ pairs, modules }: Staged): void {
  for (const module of modules) {
    for (const living of livingAt(module)) {
      const count = processesOf(living.kind).length;
      const pair = pairs.find((each) => each.living === living);
      const { what, title } = living;
      if (pair === undefined && count > 0)
        throw failure("upgrade_removed", { file: shown(module), what, title, count });
      if (pair !== undefined && (count > 0 || living.kind === undefined)) living.check?.(pair.next.subject);
    }
  }
}

const timeoutOf = (options: UpgradeOptions | undefined): number => options?.timeout ?? TIMEOUT;

export const Code = {
  /** Puts what is in these files in the place of the modules' code that runs, with all that has changed and they import. */
  load: (files: string | URL | readonly (string | URL)[], options?: UpgradeOptions): Promise<Upgraded> => {
    const list = Array.isArray(files) ? files : [files as string | URL];
    return next(() => upgrade(list.map(addressOf), timeoutOf(options)));
  },
  /** The same with all modules of the program whose files have changed. */
  loadModified: (options?: UpgradeOptions): Promise<Upgraded> => next(() => upgrade(undefined, timeoutOf(options))),
  /** The files of the program that have changed since they were loaded. */
  modified: (): string[] => [...modulesOfProgram().keys()].filter(isChanged).map(shown),
  /** The files of the program that an upgrade looks at. */
  modules: (): string[] => [...modulesOfProgram().keys()].map(shown),
};
