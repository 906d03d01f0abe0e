// The plugin's entry in tsconfig, as TypeScript gives it: in the options of every project. A project without one is none of ours.
import type { CheckLevels } from "../check/check_file.js";
import type { ts } from "../ts.js";

/** What may stand in it. */
export interface PluginOptions {
  /** `|>` may be used. Default: false. */
  readonly pipelineOperator?: boolean;
  /** Packages whose macros the project uses: they run in its build. Default: none. */
  readonly macros?: readonly string[];
  /** How grave the findings of a check are: `{ "raw_timer": "off", "shared_state": "error" }`. */
  readonly checks?: CheckLevels;
  /** Handlers check what comes from other nodes by the types of their parameters. Default: true. */
  readonly validators?: boolean;
}

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
