// New instances of the user's modules, for upgrades of a running program: evaluated by us, so that an instance that nobody uses any more can go.
//
// Flow: load({ "file:///p/room.ts" }) -> a function (module_reader.ts) -> called with the exports of what it imports: other new instances, or those that are in use.
// Offered to the runtime under a key of the global object; the other side is runtime/upgrade/module.ts. The halves import nothing of each other.
import { readFileSync } from "node:fs";
import Module from "node:module";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ModuleBody } from "./module_body.js";
import { readModule } from "./module_reader.js";
import { importAs } from "./node_hooks.js";
import { formatOf } from "./node_source.js";
import { findTypeScript } from "./project.js";
import { resolveRelative, specifiersIn } from "./reach.js";

type Exports = Record<string, unknown>;

/** One new instance, before and while it is evaluated. */
interface Instance {
  readonly module: string;
  readonly exports: { value: Exports };
  /** Has its imports what they are now. */
  bind(): void;
}

/** A module as it is now, to be made an instance of. */
interface Source {
  readonly module: string;
  readonly file: string;
  readonly body: ModuleBody;
}

/** The instances of one load: of the modules in `fresh` there are new ones. */
interface Loading {
  readonly fresh: ReadonlySet<string>;
  readonly made: Map<string, Instance>;
}

class FreshModules {
  /** The instances that upgrades have put in place of the first ones. */
  private readonly inUse = new Map<string, Exports>();

  imports(module: string): readonly string[] {
    const file = fileURLToPath(module);
    const files = specifiersIn(readFileSync(file, "utf8")).flatMap((specifier) =>
      specifier.startsWith(".") ? (resolveRelative(specifier, file) ?? []) : [],
    );
    return [...new Set(files)].map((found) => pathToFileURL(found).href);
  }

  async exportsOf(module: string): Promise<object> {
    const known = this.inUse.get(module);
    if (known !== undefined) return known;
    const file = fileURLToPath(module);
    return formatOf(file) === "commonjs" ? Module.createRequire(file)(file) : import(module);
  }

  async load(modules: ReadonlySet<string>): Promise<() => void> {
    const made = new Map<string, Instance>();
    for (const module of modules) await this.instance(module, { fresh: modules, made });
    for (const instance of made.values()) instance.bind();
    return () => {
      for (const { module, exports } of made.values()) {
        this.inUse.set(module, exports.value);
        // Whoever requires it from now on gets the new one.
        const cached = Module.createRequire(__filename).cache[fileURLToPath(module)];
        if (cached !== undefined) cached.exports = exports.value;
      }
    };
  }

  /** The new instance of a module, those that it imports first. In a circle the exports of one that is not done yet are what they are so far. */
  private async instance(module: string, loading: Loading): Promise<Instance> {
    const known = loading.made.get(module);
    if (known !== undefined) return known;
    try {
      const file = fileURLToPath(module);
      const body = await readModule(file, isProgram(file));
      const source = { module, file, body };
      return await (formatOf(file) === "commonjs" ? this.commonJs(source, loading) : this.esModule(source, loading));
    } catch (error) {
      // The first of them is the one that is wrong.
      if (typeof error === "object" && error !== null && !("module" in error)) Object.assign(error, { module });
      throw error;
    }
  }

  private async esModule({ module, file, body }: Source, loading: Loading): Promise<Instance> {
    const exports: Exports = {};
    let bind = (): void => {};
    const instance: Instance = { module, exports: { value: exports }, bind: () => bind() };
    loading.made.set(module, instance);
    const modules: Exports[] = [];
    for (const { specifier, attributes } of body.imports)
      modules.push(await this.imported(specifier, module, attributes, loading));
    const evaluate = evaluated(body.text, module) as (...parts: unknown[]) => Promise<void>;
    const url = module;
    await evaluate(
      modules,
      (job: () => void) => {
        bind = job;
        job();
      },
      (getters: object) => {
        for (const place of body.handsOn) Object.defineProperties(exports, handedOn(modules[place] as Exports));
        Object.defineProperties(exports, Object.getOwnPropertyDescriptors(getters));
      },
      { url, filename: file, dirname: dirname(file), resolve: (path: string) => new URL(path, url).href },
      (specifier: string, options?: { with?: Record<string, string> }) =>
        this.imported(specifier, module, options?.with ?? {}, later(loading)),
    );
    return instance;
  }

  private async commonJs({ module, file, body }: Source, loading: Loading): Promise<Instance> {
    const { fresh, made } = loading;
    const nodeRequire = Module.createRequire(file);
    for (const other of this.imports(module)) if (fresh.has(other)) await this.instance(other, loading);
    const own = { exports: {} as Exports };
    const instance: Instance = {
      module,
      exports: {
        get value() {
          return own.exports;
        },
      },
      bind: () => {},
    };
    made.set(module, instance);
    const require = (specifier: string): unknown => {
      const other = this.ownModule(specifier, file);
      return (other && made.get(other)?.exports.value) ?? (other && this.inUse.get(other)) ?? nodeRequire(specifier);
    };
    const evaluate = evaluated(body.text, module) as (...parts: unknown[]) => void;
    const importing = (specifier: string): Promise<unknown> => this.imported(specifier, module, {}, later(loading));
    evaluate.call(own.exports, own.exports, Object.assign(require, nodeRequire), own, file, dirname(file), importing);
    return instance;
  }

  /** What a module gets for an import. */
  private async imported(
    specifier: string,
    from: string,
    attributes: Readonly<Record<string, string>>,
    loading: Loading,
  ): Promise<Exports> {
    const { fresh, made } = loading;
    const other = this.ownModule(specifier, fileURLToPath(from));
    if (other !== undefined) {
      if (fresh.has(other)) return asModule((await this.instance(other, loading)).exports.value, other);
      const known = made.get(other)?.exports.value ?? this.inUse.get(other);
      if (known !== undefined) return asModule(known, other);
    }
    const options = Object.keys(attributes).length > 0 ? { with: attributes } : undefined;
    return import(importAs(specifier, from), options);
  }

  private ownModule(specifier: string, from: string): string | undefined {
    const file = specifier.startsWith(".") ? resolveRelative(specifier, from) : undefined;
    return file === undefined ? undefined : pathToFileURL(file).href;
  }
}

/** What `import()` sees when everything is loaded: nothing is made any more. */
const later = ({ made }: Loading): Loading => ({ fresh: new Set(), made });

/** The exports of a CommonJS module as an ES module sees them. */
function asModule(exports: Exports, module: string): Exports {
  if (formatOf(fileURLToPath(module)) === "module") return exports;
  return Object.defineProperties({ default: exports }, handedOn(exports)) as Exports;
}

/** All exports of another module but its default. */
function handedOn(exports: Exports): PropertyDescriptorMap {
  const names = Object.keys(exports).filter((name) => name !== "default");
  return Object.fromEntries(
    names.map((name) => [name, { get: () => exports[name], enumerable: true, configurable: true }]),
  );
}

const isProgram = (file: string): boolean => process.argv[1] !== undefined && file === process.argv[1];

/**
 * The function that a text is. Node reads the source map of evaluated code only of `eval`, and keeps it under the address: that of the first instance is taken, and one for all later
 * ones keeps no more than the latest map.
 */
function evaluated(text: string, module: string): unknown {
  // biome-ignore lint/security/noGlobalEval: the user's own module, as any loader evaluates it
  // biome-ignore lint/complexity/noCommaOperator: an indirect eval, which sees nothing of ours
  return (0, eval)(`${text}\n//# sourceURL=${module}?upgraded`);
}

const key = Symbol.for("tincture/loader");

/** Offers new instances to upgrades, where there is a TypeScript to read modules with. */
export function offerFreshModules(): void {
  const folder = process.cwd();
  try {
    findTypeScript(folder, "node", folder);
  } catch {
    return;
  }
  (globalThis as { [key]?: FreshModules })[key] = new FreshModules();
}
