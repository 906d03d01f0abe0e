// The plugin's entry in tsconfig, as the editor sees it: in the options of every project. A project without one is none of ours.
import type { PluginOptions } from "../hosts/ts_patch.js";
import type { ts } from "../ts.js";

interface Entry extends PluginOptions {
  readonly name?: string;
  readonly transform?: string;
}

export const editorName = "tincture/language-service";
export const compilerName = "tincture/transformer";

/** Our entries among the plugins: one for compiler and editor, or one for each. */
function entriesOf(settings: ts.CompilerOptions): readonly Entry[] {
  const plugins = (settings as { plugins?: unknown }).plugins;
  const entries: readonly (Entry | null)[] = Array.isArray(plugins) ? plugins : [];
  return entries.filter((entry) => entry?.name === editorName || entry?.transform === compilerName) as Entry[];
}

export const isOurs = (settings: ts.CompilerOptions): boolean => entriesOf(settings).length > 0;

/** What the project says to the compiler. */
export const optionsOf = (settings: ts.CompilerOptions): PluginOptions => Object.assign({}, ...entriesOf(settings));
