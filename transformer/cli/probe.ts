// Does the plugin run in a tool of this project? Asked by compiling a probe with it, in the project's folder, under the project's own configuration.
//
// Shape: new Probe("/p", tools).of("vite") -> { state: "works" | "wrong" | "unknown", text, hint? }. Nothing is left in the project.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { messageCode } from "../diagnostics/report.js";
import { hostVersionMistake } from "../hosts/host_version.js";
import { above } from "../hosts/reach.js";
import { mark, probeScripts } from "./probe_script.js";
import type { Surroundings, Tool } from "./surroundings.js";

export interface Finding {
  readonly state: "works" | "wrong" | "unknown";
  /** One line: what was seen. */
  readonly text: string;
  /** What to do. */
  readonly hint?: string | undefined;
}

const source = `import { pipe } from "tincture";\nexport const probe = pipe(41, (n: number) => n + 1);\n`;
const program = `${source}console.log("probe " + probe);\n`;

/** The line to add for a tool. */
export const lines: Readonly<Record<string, string>> = {
  vite: 'add tincture() of "tincture/vite" to "plugins"',
  vitest: 'add tincture() of "tincture/vite" to "plugins"',
  rollup: 'add tincture() of "tincture/rollup" to "plugins"',
  rolldown: 'add tincture() of "tincture/rolldown" to "plugins"',
  webpack: 'add tincture() of "tincture/webpack" to "plugins"',
  rspack: 'add tincture() of "tincture/rspack" to "plugins"',
  jest: 'add "transform": { "\\\\.[mc]?tsx?$": "tincture/jest" }',
  "ts-node": 'add "ts-node": { "compiler": "ts-patch/compiler" }',
};

export class Probe {
  /** Holds the probe and whatever is made of it. */
  private readonly folder: string;

  constructor(private readonly project: Surroundings) {
    this.folder = mkdtempSync(join(project.folder, ".tincture-probe-"));
    writeFileSync(join(this.folder, "probe.ts"), source);
    writeFileSync(join(this.folder, "program.ts"), program);
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  of(tool: Tool): Finding {
    const { name, version, config } = tool;
    if (version === undefined) return { state: "wrong", text: "it is not installed" };
    const old = hostVersionMistake(name, version);
    if (old !== undefined) return { state: "wrong", text: old.text, hint: hintOf(old.whole) };
    if (name === "esbuild") return this.esbuild();
    if (name === "tsx") return this.node("node --import tsx --import tincture/register", "tsx");
    if (name === "ts-node") return this.tsNode();
    if (name === "jest") return this.jest(config);
    if (config === undefined && !["vite", "vitest"].includes(name))
      return { state: "unknown", text: "it has no configuration file here", hint: `${lines[name]}` };
    // vitest takes the configuration of vite where it has none of its own.
    const ofVite = name === "vitest" ? this.project.tools.find((other) => other.name === "vite")?.config : undefined;
    return this.configured(name, config ?? ofVite);
  }

  /** tspc, with a tsconfig of the project's. */
  tspc(tsconfig: string): Finding {
    const manifest = above(this.project.folder, join("node_modules", "ts-patch", "package.json"));
    if (manifest === undefined)
      return { state: "wrong", text: "ts-patch is not installed, so tspc is not there", hint: "tincture init" };
    const config = this.extend(tsconfig);
    const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: Record<string, string> };
    const ran = this.run([join(dirname(manifest), bin.tspc as string), "-p", config, "--pretty", "false"]);
    if (ran.includes(`TS${messageCode("ts_patch_entry")}`))
      return { state: "wrong", text: `${tsconfig} has an entry without "transformProgram": true`, hint: entry };
    return this.judge(
      tsconfig,
      this.output(),
      ran,
      `${tsconfig} has no entry { "transform": "tincture/transformer" }`,
      entry,
    );
  }

  /** The same without ts-patch, for TypeScript 7. */
  build(tsconfig: string): Finding {
    const ran = this.run([join(__dirname, "main.js"), "build", "--project", this.extend(tsconfig)]);
    return this.judge(tsconfig, this.output(), ran, `${tsconfig} leaves macros as they are`, entry);
  }

  /** A tsconfig.json for the probe alone, with what the project's says. */
  private extend(tsconfig: string): string {
    const config = join(this.folder, "tsconfig.json");
    const compilerOptions = {
      noEmit: false,
      rootDir: ".",
      outDir: "out",
      composite: false,
      incremental: false,
      tsBuildInfoFile: null,
      declaration: false,
      declarationMap: false,
      declarationDir: null,
      emitDeclarationOnly: false,
      allowImportingTsExtensions: false,
      noEmitOnError: false,
      noUnusedLocals: false,
      skipLibCheck: true,
    };
    const extended = relative(this.folder, join(this.project.folder, tsconfig)).replaceAll("\\", "/");
    const whole = { extends: extended, compilerOptions, files: ["probe.ts"], include: [], references: [] };
    writeFileSync(config, JSON.stringify(whole));
    return config;
  }

  private output(): string | undefined {
    const file = join(this.folder, "out", "probe.js");
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** Node itself, or with the loader of another tool before ours. */
  node(command = "node --import tincture/register", beside?: string): Finding {
    const imports = [...(beside === undefined ? [] : ["--import", beside]), "--import", "tincture/register"];
    const ran = this.run([...imports, join(this.folder, "program.ts")]);
    if (/^probe 42$/m.test(ran)) return { state: "works", text: command };
    return { state: "wrong", text: firstLine(ran) };
  }

  private configured(name: string, config: string | undefined): Finding {
    const file = config === undefined ? undefined : join(this.project.folder, config);
    const place = { probe: join(this.folder, "probe.ts"), out: join(this.folder, "out"), config: file };
    const script = probeScripts[name]?.(place) ?? "";
    const ran = this.run(["--input-type=module", "--eval", script]);
    const [, code] = ran.split(mark);
    const where = config ?? `${name} without a configuration file`;
    const what = config === undefined ? `write ${name}.config.ts, and ` : "";
    const left = `${where} leaves macros as they are`;
    const hint = `${what}${lines[name]}${config === undefined ? "" : ` in ${config}`}`;
    // Without the plugin some tools come down at the first type.
    const isNamed = file !== undefined && readFileSync(file, "utf8").includes("tincture");
    if (code === undefined && !isNamed) return { state: "wrong", text: left, hint };
    return this.judge(where, code, ran, left, hint);
  }

  private esbuild(): Finding {
    const text = "it is called by a program of yours, which can't be asked";
    return { state: "unknown", text, hint: 'tincture() of "tincture/esbuild" belongs into the "plugins" of build()' };
  }

  private tsNode(): Finding {
    const bin = above(this.project.folder, join("node_modules", "ts-node", "dist", "bin.js"));
    if (bin === undefined) return { state: "unknown", text: "it is installed in another way than expected" };
    const ran = this.run([bin, "--cwd", this.project.folder, join(this.folder, "program.ts")]);
    if (/^probe 42$/m.test(ran)) return { state: "works", text: "tsconfig.json" };
    if (ran.includes("ERR_UNKNOWN_FILE_EXTENSION"))
      return { state: "unknown", text: "it runs CommonJS, and this project is ES modules" };
    const isOurs = ran.includes("not_compiled");
    const hint = isOurs ? `${lines["ts-node"]} to tsconfig.json` : undefined;
    return { state: "wrong", text: isOurs ? "tsconfig.json leaves macros as they are" : firstLine(ran), hint };
  }

  /** Asks jest which transformer it would take for the probe, and that one to compile it. */
  private jest(config: string | undefined): Finding {
    const where = config ?? "jest without a configuration";
    const hint = `${lines.jest} to ${config ?? "a jest.config.js"}`;
    const bin = above(this.project.folder, join("node_modules", "jest", "bin", "jest.js"));
    const ran = bin === undefined ? "" : this.run([bin, "--showConfig"]);
    type Rule = readonly [pattern: string, path: string, options?: object];
    let configs: readonly { readonly transform: readonly Rule[]; readonly rootDir: string }[];
    try {
      ({ configs } = JSON.parse(ran.slice(ran.indexOf("{"))));
    } catch {
      return { state: "wrong", text: firstLine(ran) };
    }
    const [first] = configs;
    const file = join(this.folder, "probe.ts");
    const rule = first?.transform.find(([pattern]) => new RegExp(pattern).test(file));
    const plain = { state: "wrong", text: `${where} leaves macros as they are`, hint } as const;
    if (first === undefined || rule === undefined || !/tincture.*jest\.[cm]?js$/.test(rule[1])) return plain;
    const transformer = createRequire(__filename)(rule[1].replace(/\.mjs$/, ".js"));
    const context = { config: first, configString: "", instrument: false, supportsStaticESM: false };
    try {
      const { code } = transformer.createTransformer(rule[2]).process(source, file, context);
      return this.judge(where, code, "", plain.text, hint);
    } catch (error) {
      return { state: "wrong", text: firstLine((error as Error).message) };
    }
  }

  /** By what became of the probe. */
  private judge(where: string, code: string | undefined, ran: string, left: string, hint: string): Finding {
    if (code === undefined) return { state: "wrong", text: firstLine(ran) };
    const isCompiled = !/\bpipe\b/.test(code.replace(/^\/\/# sourceMappingURL=.*$/gm, ""));
    return isCompiled ? { state: "works", text: where } : { state: "wrong", text: left, hint };
  }

  /** Both streams of a Node of its own, in the project's folder; at most a minute. */
  private run(args: readonly string[]): string {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { stdout, stderr, error } = spawnSync(process.execPath, args, {
      cwd: this.project.folder,
      encoding: "utf8",
      timeout: 120_000,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...env, NO_COLOR: "1" },
    });
    return `${stdout}${stderr}${error === undefined ? "" : `\n${error.message}`}`;
  }
}

/** The plugin's entry in a tsconfig.json. */
export const entry =
  '{ "name": "tincture/language-service", "transform": "tincture/transformer", "transformProgram": true }';

/** The advice of a message of ours. */
export const hintOf = (whole: string): string | undefined => /^hint: (.*)$/m.exec(whole)?.[1];

/** What a tool says first of what is wrong: its error, without place and stack. */
function firstLine(output: string): string {
  const said = output.split("\n").map((line) => line.trim());
  const ways = [/^\[?\w*Error\b.*\S/, /\berror\b/i, /\S/];
  const [found] = ways.flatMap((way) => said.find((line) => way.test(line)) ?? []);
  return found ?? "it ended without a word";
}
