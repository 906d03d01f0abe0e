// The way in for bundlers: one plugin, in the shape that each of them wants. vite.ts, rollup.ts ... hand it out.
//
// It runs before all others, as it needs the source as it was written, and gives JavaScript with a map. A file without anything of tincture is left alone.
import { createUnplugin, type UnpluginContextMeta, type UnpluginInstance, type UnpluginMessage } from "unplugin";
import { checkHostVersion } from "./host_version.js";
import type { HostOptions } from "./project.js";
import { asText, type Shown } from "./shown.js";
import { SourceCompiler } from "./source_compiler.js";
import { viteHooks } from "./vite_hooks.js";

export type { HostOptions };

/** A plugin as its tool takes it. Declared by what all versions of the tools have in common, so that it needs the types of none. */
export interface RollupPlugin {
  readonly name: string;
}
export interface WebpackPlugin {
  apply(compiler: any): void;
}
export interface EsbuildPlugin {
  readonly name: string;
  setup(build: any): void | Promise<void>;
}

export const plugin: UnpluginInstance<HostOptions | undefined, false> = createUnplugin((options, meta) => {
  const folder = process.cwd();
  const compiler = new SourceCompiler(meta.framework, folder, options);
  const dependents = new Map<string, Set<string>>();
  return {
    name: "tincture",
    enforce: "pre",
    buildStart() {
      checkHostVersion(meta.framework, meta.versions[meta.framework]);
    },
    transform: {
      filter: { id: { include: sourceFile, exclude: /[\\/]node_modules[\\/]/ } },
      handler(text, id) {
        const fileName = id.replace(/[?#].*$/, "");
        const compiled = compiler.compile(text, fileName, { module: "esm" });
        if (compiled === undefined) return undefined;
        for (const file of compiled.dependencies) {
          this.addWatchFile(file);
          dependents.set(file, (dependents.get(file) ?? new Set()).add(id));
        }
        const errors = compiled.mistakes.filter((mistake) => mistake.isError);
        for (const mistake of compiled.mistakes)
          if (!mistake.isError) this.warn(asMessage([mistake], meta.framework, folder));
        // The ones that go on after an error get each of them; the others end with the first.
        const ends = !collecting.has(meta.framework);
        if (ends && errors.length > 0) this.error(asMessage(errors, meta.framework, folder));
        else for (const error of errors) this.error(asMessage([error], meta.framework, folder));
        return { code: compiled.js, map: JSON.parse(compiled.map) };
      },
    },
    esbuild: { onLoadFilter: sourceFile },
    vite: viteHooks(dependents, { esbuild: () => plugin.esbuild(options), rolldown: () => plugin.rolldown(options) }),
  };
});

const sourceFile = /\.[mc]?[jt]sx?(?:[?#].*)?$/;

type Framework = UnpluginContextMeta["framework"];

/** Tools that go on after an error of a plugin. */
const collecting: ReadonlySet<Framework> = new Set(["esbuild", "webpack", "rspack"]);

/** Mistakes as the tool prints them. esbuild writes place and line itself; the others add them to the text, or print nothing but the text. */
function asMessage(mistakes: readonly Shown[], framework: Framework, folder: string): UnpluginMessage {
  const [{ file, line, column, message }] = mistakes as [Shown];
  const place = { id: file, loc: { file, line, column } };
  if (framework === "esbuild") return { message, ...place };
  const text = mistakes.map((mistake) => asText(mistake, folder).trimEnd()).join("\n\n");
  return { message: text, ...(collecting.has(framework) ? { stack: "" } : place) };
}
