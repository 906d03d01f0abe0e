// The plugin's entry in a tsconfig.json, taken out: everything else of the file stays, letter by letter.
//
//   "plugins": [{ "transform": "tincture/transformer", "transformProgram": true }],   ->   nothing
import { compilerName, editorName } from "../hosts/entry.js";
import { ts } from "../ts.js";

const isOurs = (text: string): boolean => text === compilerName || text === editorName;

/** The text without the entry, or undefined where it has none. */
export function withoutPlugin(file: string, text: string): string | undefined {
  const json = ts.parseJsonText(file, text);
  const options = fieldOf(json.statements[0]?.expression, "compilerOptions");
  const plugins = fieldOf(options?.initializer, "plugins");
  const list = plugins?.initializer;
  if (options === undefined || plugins === undefined || list === undefined || !ts.isArrayLiteralExpression(list))
    return undefined;
  const ours = list.elements.filter((item) => ["transform", "name"].some((key) => isOurs(textOf(item, key))));
  if (ours.length === 0) return undefined;
  const parent = options.initializer as ts.ObjectLiteralExpression;
  if (ours.length === list.elements.length) return without(plugins, parent.properties, text, json);
  return ours.reduceRight((left, item) => without(item, list.elements, left, json), text);
}

function fieldOf(object: ts.Node | undefined, name: string): ts.PropertyAssignment | undefined {
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return undefined;
  return object.properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && ts.isStringLiteral(property.name) && property.name.text === name,
  );
}

function textOf(object: ts.Node, name: string): string {
  const value = fieldOf(object, name)?.initializer;
  return value !== undefined && ts.isStringLiteral(value) ? value.text : "";
}

/** The text without one item of a list, and without the comma that parted it from its neighbour. */
function without(item: ts.Node, list: readonly ts.Node[], text: string, json: ts.SourceFile): string {
  const i = list.indexOf(item);
  const next = list[i + 1];
  const previous = list[i - 1];
  if (next !== undefined) return text.slice(0, item.getStart(json)) + text.slice(next.getStart(json));
  const start = previous?.end ?? item.pos;
  const comma = previous === undefined ? (/^\s*,?/.exec(text.slice(item.end))?.[0].length ?? 0) : 0;
  return text.slice(0, start) + text.slice(item.end + comma);
}
