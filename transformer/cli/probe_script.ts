// What compiles a probe with a tool of the project, under the tool's own configuration: a program for each tool, run in the project's folder by a Node of its own.
//
// Every program writes what the tool made of the probe, after a mark, to standard output. Tools write as they like before and after it.

/** Stands before the output of a tool. */
export const mark = "-- what became of the probe --";

/** What a program is told: absolute paths, and the configuration file that it shall use. */
export interface Place {
  readonly probe: string;
  /** A folder for output. */
  readonly out: string;
  readonly config: string | undefined;
}

const say = (code: string): string => `console.log(${JSON.stringify(mark)}); console.log(${code}); process.exit(0);`;

const viteLike =
  (module: string, create: string) =>
  ({ probe, config }: Place): string =>
    `
    import { ${create} as create } from ${JSON.stringify(module)};
    const server = await create({
      ${config === undefined ? "" : `configFile: ${JSON.stringify(config)},`}
      logLevel: "silent",
      server: { middlewareMode: true, watch: null, hmr: false, ws: false },
      optimizeDeps: { noDiscovery: true },
    });
    const { code } = await server.environments.ssr.transformRequest(${JSON.stringify(probe)});
    ${say("code")}`;

const rollupLike =
  (module: string, load: string) =>
  ({ probe, config }: Place): string =>
    `
    import { ${module} as bundler } from ${JSON.stringify(module)};
    ${load}
    const [{ plugins, resolve }] = [await configOf(${JSON.stringify(config)})].flat();
    const bundle = await bundler({ input: ${JSON.stringify(probe)}, plugins, resolve, external: /^tincture/, onwarn() {} });
    const { output } = await bundle.generate({ format: "es" });
    ${say("output[0].code")}`;

const webpackLike =
  (module: string, name: string) =>
  ({ probe, out, config }: Place): string =>
    `
    import { readFileSync } from "node:fs";
    import { pathToFileURL } from "node:url";
    import * as exported from ${JSON.stringify(module)};
    const bundle = exported.${name} ?? exported.default;
    const loaded = (await import(pathToFileURL(${JSON.stringify(config)}).href)).default;
    const [found] = [typeof loaded === "function" ? await loaded({}, { mode: "development" }) : loaded].flat();
    const external = ({ request }, done) => /^tincture/.test(request) ? done(null, "commonjs " + request) : done();
    bundle({
      ...found,
      mode: "development",
      devtool: false,
      entry: ${JSON.stringify(probe)},
      externals: [external],
      output: { path: ${JSON.stringify(out)}, filename: "probe.js" },
      experiments: {},
      optimization: { minimize: false },
    }, (error, stats) => {
      if (error || stats.hasErrors()) throw error ?? new Error(stats.toString({ all: false, errors: true }));
      ${say(`readFileSync(${JSON.stringify(`${out}/probe.js`)}, "utf8")`)}
    });`;

/** A program for each tool whose configuration can be asked for. */
export const probeScripts: Readonly<Record<string, (place: Place) => string>> = {
  vite: viteLike("vite", "createServer"),
  vitest: viteLike("vitest/node", "createViteServer"),
  rollup: rollupLike(
    "rollup",
    `import { loadConfigFile } from "rollup/loadConfigFile";
     const configOf = async (file) => (await loadConfigFile(file, {})).options;`,
  ),
  rolldown: rollupLike("rolldown", `import { loadConfig as configOf } from "rolldown/config";`),
  webpack: webpackLike("webpack", "webpack"),
  rspack: webpackLike("@rspack/core", "rspack"),
};
