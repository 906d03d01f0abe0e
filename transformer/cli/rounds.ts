// Commands that go on: a round now, and one after every change of the files that the last one looked at.
import { statSync } from "node:fs";
import { ts } from "../ts.js";
import { type Option, Refusal, type Terminal } from "./command.js";
import type { Member } from "./references.js";

/** What a round depends on. Full paths. */
export interface Watched {
  readonly files: readonly string[];
  /** Where new files may appear -> whether the folders below count as well. */
  readonly folders: ReadonlyMap<string, boolean>;
}

interface Round extends Watched {
  /** Errors: Refusal, which is said. */
  readonly round: (isFirst: boolean) => unknown;
}

export const watchOption: Option = {
  type: "boolean",
  short: "w",
  help: "go on, and do it again whenever a file changes",
};

/** A file is often written in several steps. In ms. */
const quiet = 100;

/** How often a file is looked at where the system can't tell of changes. In ms. */
const interval = 250;

/** `next` is asked before each round what it looks at. Errors: a Refusal ends the first round, and is said in the others. Else it ends with the process. */
export async function goOn(next: () => Round, terminal: Terminal): Promise<never> {
  const watchers = new Map<string, { close(): void }>();
  let timer: NodeJS.Timeout | undefined;
  let isRunning = true;
  let isAsked = false;
  let state = "";

  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void again(), quiet);
  };
  const watch = ({ files, folders }: Watched): void => {
    const places = new Map<string, () => { close(): void } | undefined>();
    for (const file of files) places.set(file, () => ts.sys.watchFile?.(file, changed, interval));
    for (const [folder, isDeep] of folders) {
      const without = { excludeDirectories: [`${folder}/**/node_modules`] };
      places.set(`${folder}/${isDeep ? "**" : "*"}`, () => ts.sys.watchDirectory?.(folder, changed, isDeep, without));
    }
    for (const [place, watcher] of watchers) {
      if (places.has(place)) continue;
      watcher.close();
      watchers.delete(place);
    }
    for (const [place, start] of places) {
      const watcher = watchers.get(place) ?? start();
      if (watcher !== undefined) watchers.set(place, watcher);
    }
  };
  const step = async (): Promise<void> => {
    isAsked = false;
    const before = state;
    const { round, ...watched } = next();
    watch(watched); // before the round: what changes meanwhile is seen
    state = stateOf(watched.files);
    if (state === before) return;
    await round(before === "");
    terminal.out("Watching for changes.");
  };
  const again = async (): Promise<void> => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    while (isAsked) await step().catch(say);
    isRunning = false;
  };
  const say = (error: unknown): void => {
    if (!(error instanceof Refusal)) throw error;
    state = "";
    terminal.error(`${error.message}\nWatching for changes.`);
  };
  await step();
  isRunning = false;
  if (isAsked) void again();
  return new Promise(() => {});
}

/** Differs when a file is another: output that is written into a watched folder is nothing new. */
const stateOf = (files: readonly string[]): string =>
  files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return `${file} ${found?.mtimeMs} ${found?.size}`;
    })
    .join("\n");

/** What the projects of a command are made of. */
export function watchedOf(projects: readonly Member[]): Watched {
  const folders = new Map<string, boolean>();
  const files = new Set<string>();
  for (const { config, parsed, files: own } of projects) {
    // A member that TypeScript keeps to itself: the files that a tsconfig.json extends.
    const { extendedSourceFiles = [] } = (parsed.options.configFile ?? {}) as { extendedSourceFiles?: string[] };
    for (const file of [config, ...extendedSourceFiles, ...own]) files.add(file);
    for (const [folder, flags] of Object.entries(parsed.wildcardDirectories ?? {}))
      folders.set(folder, folders.get(folder) === true || flags === ts.WatchDirectoryFlags.Recursive);
  }
  return { files: [...files], folders };
}
