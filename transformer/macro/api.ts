// `tincture/macro` inside the build: the functions that a macro module gets for its import. The types are those of runtime/macro.ts, which a test compares.
//
// In a loaded module a quote is `quote(3, [condition, body])`: the number of its template, and what fills the holes (compile.ts writes it so).
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as build from "../ast/build.js";
import { ts } from "../ts.js";
import { Code, codeOf } from "./code.js";
import { type Expanding, expanding, type Macro } from "./expanding.js";
import { instantiate, type Template } from "./template.js";

/** What a module's import of tincture/macro needs to know of the module. */
export interface ModuleSide {
  readonly folder: string;
  readonly templates: readonly Template[];
  define(name: string, expand: Macro): void;
}

/** What `defmacro` gave, and the function it was given. */
const expansions = new WeakMap<Macro, Macro>();

export function apiFor(module: ModuleSide) {
  const quote = (template: number, values: readonly unknown[]): Code =>
    quoted(module.templates[template] as Template, values, expanding("quote"));
  return {
    defmacro(name: string, expand: Macro): Macro {
      const macro = (): never => {
        throw new Error(`${name} is a macro: call it in a quote, or in a file that is compiled with it`);
      };
      expansions.set(macro, expand);
      module.define(name, expand);
      return macro;
    },
    quote,
    bindQuoted: quote,
    unquote: outsideQuote("unquote"),
    unquoteSplicing: outsideQuote("unquoteSplicing"),
    theirs: outsideQuote("theirs"),
    escape(value: unknown): Code {
      const x = expanding("escape");
      const make = (): ts.Expression => codeOf(value, (name) => x.caller.global(name));
      make();
      return new Code(make, true, x);
    },
    inPlace(code: unknown): Code {
      const x = expanding("inPlace");
      const inner = asCode(code, "inPlace");
      return new Code(() => x.caller.placeAwait(expressionOf(inner, "inPlace")), true, x);
    },
    caller() {
      const { caller, place } = expanding("caller");
      const { owner, ...rest } = place;
      return {
        file: caller.shownName,
        ...rest,
        isIn: (macro: Macro) => owner !== undefined && owner === expansions.get(macro),
      };
    },
    typeOf: (code: unknown) => expanding("typeOf").caller.typeOf(asCode(code, "typeOf").node),
    report(code: unknown, message: string, hint?: string): undefined {
      const x = expanding("report");
      x.hasReported = true;
      x.caller.report(code === undefined ? undefined : asCode(code, "report").node, String(message), hint);
    },
    addDependency(file: string | URL): void {
      const path = typeof file === "string" && !file.startsWith("file:") ? file : fileURLToPath(file);
      expanding("addDependency").caller.addDependency(isAbsolute(path) ? path : join(module.folder, path));
    },
  };
}

const outsideQuote = (name: string) => (): never => {
  throw new Error(`${name} stands outside of a quote`);
};

function asCode(value: unknown, operation: string): Code {
  if (value instanceof Code) return value;
  throw new TypeError(`${operation} takes code and got ${shown(value)}: for a value write escape(value)`);
}

/** "5", "a function", "a promise", "undefined" */
export function shown(value: unknown): string {
  if (value instanceof Promise) return "a promise";
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function expressionOf(code: Code, operation: string): ts.Expression {
  const node = code.place();
  if (ts.isExpression(node)) return node;
  throw new TypeError(
    `${operation} got a statement, "${code.text}", where a value stands: give statements to unquoteSplicing`,
  );
}

function quoted(template: Template, values: readonly unknown[], x: Expanding): Code {
  const value = (i: number, spliced: boolean): ts.Node | readonly ts.Node[] => {
    if (!spliced) return expressionOf(asCode(values[i], "unquote"), "unquote");
    const list = values[i];
    if (!Array.isArray(list)) throw new TypeError(`unquoteSplicing takes a list of code and got ${shown(list)}`);
    return list.map((item) => splicedNode(item));
  };
  const bound = (key: string): ts.Expression =>
    expressionOf(asCode((values[0] as Record<string, unknown>)[key], `bindQuoted's ${key}`), "bindQuoted");
  return new Code(() => instantiate(template, { ...x.caller.filling(), value, bound }), true, x);
}

/** A piece of code, or a property `{ name, value }`. */
function splicedNode(item: unknown): ts.Node {
  if (item instanceof Code) return item.place();
  const { name, value } = (item ?? {}) as { name?: unknown; value?: unknown };
  if (typeof name !== "string")
    throw new TypeError(`unquoteSplicing takes code and got ${shown(item)}: for a value write escape(value)`);
  return build.property(
    build.propertyName(name),
    expressionOf(asCode(value, `the property ${name}`), "unquoteSplicing"),
  );
}
