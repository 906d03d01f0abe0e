// `node --import tincture/register app.ts`: TypeScript with macros, run as it is. ES modules and CommonJS, `.ts`, `.tsx`, `.mts`, `.cts`.
//
// `import` asks the hooks of node_hooks.ts, `require` asks what is set up here. Stack traces name the source: its maps are switched on.
import Module from "node:module";
import { pathToFileURL } from "node:url";
import { offerFreshModules } from "./fresh_module.js";
import { checkHostVersion } from "./host_version.js";
import { load, resolve, writtenAs } from "./node_hooks.js";
import { compileForNode, formatOf, isLoaderBesideUs } from "./node_source.js";

/** What Node's CommonJS loader consists of, as all tools of this kind replace it. */
interface Loader {
  _extensions: Record<string, Extension | undefined>;
  _resolveFilename(request: string, parent: NodeModule | undefined, ...rest: unknown[]): string;
  registerHooks?(hooks: { resolve: unknown; load: unknown }): void;
  register(specifier: string, parent: string): void;
}
type CompilableModule = NodeModule & { _compile(js: string, fileName: string, format?: string): void };
type Extension = (module: CompilableModule, fileName: string) => void;

const loader = Module as unknown as Loader;

function registerForRequire(): void {
  for (const extension of [".ts", ".tsx", ".mts", ".cts"]) {
    const other = loader._extensions[extension] ?? loader._extensions[".js"];
    loader._extensions[extension] = (module, fileName) => {
      const js = compileForNode(fileName);
      if (js === undefined) other?.(module, fileName);
      else module._compile(js, fileName, formatOf(fileName));
    };
  }
  const { _resolveFilename } = loader;
  loader._resolveFilename = function (request, parent, ...rest) {
    const written = parent?.filename ? writtenAs(request, parent.filename) : undefined;
    return _resolveFilename.call(this, written ?? request, parent, ...rest);
  };
}

/** Hooks in both threads at once break in some versions of Node 24, so ours go where those of tsx are. */
function registerForImport(): void {
  if (loader.registerHooks === undefined || isLoaderBesideUs)
    loader.register("./node_hooks.js", pathToFileURL(__filename).href);
  else loader.registerHooks({ resolve, load });
}

const once = Symbol.for("tincture/register");
const world = globalThis as { [once]?: true };
if (world[once] === undefined) {
  world[once] = true;
  checkHostVersion("node", process.versions.node);
  process.setSourceMapsEnabled(true);
  registerForRequire();
  registerForImport();
  offerFreshModules();
}
