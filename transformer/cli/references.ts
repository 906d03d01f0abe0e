// Which projects a tsconfig.json stands for: those that it references, and itself.
//
// Shape: projectsOf("app/tsconfig.json") -> ["/p/lib/tsconfig.json", "/p/app/tsconfig.json"], each behind all that it references.
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ts } from "../ts.js";
import { Refusal } from "./command.js";

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
