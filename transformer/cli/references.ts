// Which projects a tsconfig.json stands for: those that it references, and itself.
//
// Shape: projectsOf("app/tsconfig.json") -> ["/p/lib/tsconfig.json", "/p/app/tsconfig.json"], each behind all that it references; membersOf has them with their files.
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ts } from "../ts.js";
import { Refusal, type Terminal } from "./command.js";
import { commandLineOf, configFile } from "./project.js";
import { sourceFilesOf } from "./source_file.js";

/** One of the projects that a tsconfig.json stands for. */
export interface Member {
  readonly config: string;
  readonly parsed: ts.ParsedCommandLine;
  /** Without those of the projects before it. */
  readonly files: readonly string[];
}

/** The tsconfig.json of a command that works with whole projects. Errors: Refusal where there is none. */
export function projectConfig(path: string | undefined, folder: string): string {
  const config = configFile(path, folder);
  if (config === undefined) throw new Refusal("There is no tsconfig.json in or above this folder.", 2);
  return config;
}

/** In the order of `projectsOf`. Errors: Refusal with what is wrong in one of them. */
export function membersOf(config: string, terminal: Terminal): Member[] {
  const known = new Set<string>();
  return projectsOf(config, terminal.folder).map((each) => {
    const parsed = commandLineOf(each, terminal);
    const files = sourceFilesOf(parsed, known);
    for (const file of files) known.add(file);
    return { config: each, parsed, files };
  });
}

/** Full paths. Errors: Refusal for a reference to nothing, and for projects that reference each other. */
export function projectsOf(config: string, folder: string): string[] {
  const found: string[] = [];
  const shown = (file: string): string => relative(folder, file) || file;
  const visit = (file: string, way: readonly string[]): void => {
    if (found.includes(file)) return;
    if (way.includes(file)) {
      const circle = [...way.slice(way.indexOf(file)), file].map(shown).join(" -> ");
      throw new Refusal(`Projects reference each other: ${circle}.\nhint: Take one of these "references" out.`);
    }
    for (const path of referencesIn(file)) {
      const target = path.endsWith(".json") ? path : join(path, "tsconfig.json");
      if (!existsSync(target))
        throw new Refusal(`${shown(file)} references ${shown(target)}, and there is no such file.`);
      visit(target, [...way, file]);
    }
    found.push(file);
  };
  visit(resolve(folder, config), []);
  return found;
}

/** References are never inherited through `extends`, so the file itself says all of them. What else is in it, others say. */
function referencesIn(file: string): string[] {
  const { references } = ts.readConfigFile(file, ts.sys.readFile).config ?? {};
  if (!Array.isArray(references)) return [];
  return references.flatMap(({ path }) => (typeof path === "string" ? [resolve(dirname(file), path)] : []));
}
