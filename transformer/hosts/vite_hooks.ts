// What only vite's dev server needs, beside what all bundlers do.
//
// Shape: `dependents` has, for a file, the modules whose output was made of it as well: modules that use a macro which it hands on.

/** What is used of vite; the same since version 6. */
interface DevModule {
  readonly id: string | null;
}
interface ModuleGraph {
  getModuleById(id: string): DevModule | undefined;
  invalidateModule(module: DevModule, seen: Set<DevModule>, timestamp: number, isHmr: boolean): void;
}
interface HotUpdate {
  readonly file: string;
  readonly timestamp: number;
  readonly modules: readonly DevModule[];
}
interface HotContext {
  readonly environment: { readonly moduleGraph: ModuleGraph };
}
interface ConfigContext {
  readonly meta?: { readonly rolldownVersion?: string };
}

/** The plugin, for the bundlers that vite looks for dependencies with. */
interface Scanners {
  readonly esbuild: () => unknown;
  readonly rolldown: () => unknown;
}

export function viteHooks(dependents: ReadonlyMap<string, ReadonlySet<string>>, scanner: Scanners): object {
  return {
    /** Before it serves, vite looks for dependencies with a bundler of its own, which reads sources as they are: `|>` would end it, so it gets the plugin as well. */
    config(this: ConfigContext | undefined): object {
      const bundler =
        this?.meta?.rolldownVersion === undefined
          ? { esbuildOptions: { plugins: [scanner.esbuild()] } }
          : { rolldownOptions: { plugins: [scanner.rolldown()] } };
      return { optimizeDeps: bundler };
    },
    /** vite keeps the output of a module when one that it imports changes. Where the output was made of that one, too, it must go. */
    hotUpdate(this: HotContext, { file, timestamp, modules }: HotUpdate): readonly DevModule[] | undefined {
      const { moduleGraph } = this.environment;
      const ids = [...(dependents.get(file) ?? [])];
      const stale = ids.flatMap((id) => moduleGraph.getModuleById(id) ?? []);
      for (const module of stale) moduleGraph.invalidateModule(module, new Set(), timestamp, true);
      return stale.length === 0 ? undefined : [...new Set([...modules, ...stale])];
    },
  };
}
