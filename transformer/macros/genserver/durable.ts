// What a durable server is told beside its code: which variables a restart keeps, and which each handler may change.
//
//   genserver((id: string) => {                               rt.genserver("Game", {
//     const moves: string[] = [];                               init(id) { return { id, moves: [] }; },
//     return { move: cast(m => moves.push(m)) };                handlers: { move: rt.cast((state, m) => { state.moves.push(m); }) },
//   }, { name, durable: store })                                keeps: ["moves"],
//                                                               changes: { move: ["moves"] }
//                                                             }, { name, durable: store })
//
// Kept are variables; not constants with a literal value, nor parameters that no handler changes: these are those of the new start.
import type { Binding } from "../../1-find/scope.js";
import type { Expansion } from "../../2-expand/expansion.js";
import * as build from "../../ast/build.js";
import { bare } from "../../ast/look.js";
import { ts } from "../../ts.js";
import { fieldOf, followed } from "../known.js";
import type { Block } from "./block.js";
import { changesOf } from "./change.js";
import type { Handler } from "./handler.js";
import { isLiteral } from "./primitive.js";

export interface Durability {
  /** The kept variables, in the order of the source. */
  readonly keeps: readonly string[];
  /** `keeps` and `changes` of the definition. */
  readonly properties: readonly ts.ObjectLiteralElementLike[];
}

/** What is said of a server that is durable, or may be: its options may come from elsewhere. Undefined for any other. */
export function durability(
  call: ts.CallExpression,
  block: Block,
  handlers: readonly Handler[],
  x: Expansion,
): Durability | undefined {
  const given = fieldOf(call.arguments[1], "durable", x);
  if (given === "absent") return undefined;
  const excepted = exceptedIn(given, block, x);
  const names = [...block.parameters, ...block.variables].filter((name) => !excepted.has(name.text));
  const bindings = new Map(names.map((name) => [x.scopes.bindingOf(name) as Binding, name.text]));
  const changes = changesOf(block, handlers, new Set(bindings.keys()), x);
  const { all } = changes;
  const keeps = [...bindings].filter(([binding]) => isKept(binding, all)).map(([, name]) => name);
  const listed = (roots: ReadonlySet<Binding>): ts.Expression =>
    build.array([...bindings].filter(([binding]) => roots.has(binding)).map(([, name]) => build.str(name)));
  const table = handlers
    .filter(({ kind }) => kind.name !== "upgrade")
    .map((handler) => build.property(build.propertyName(nameOf(handler)), listed(changes.of(handler))));
  return {
    keeps,
    properties: [
      build.property("keeps", build.array(keeps.map(build.str))),
      build.property("changes", build.object(table, table.length > 3)),
    ],
  };
}

const nameOf = ({ property }: Handler): string => (property.name as ts.Identifier | ts.StringLiteral).text;

function isKept(binding: Binding, changed: ReadonlySet<Binding>): boolean {
  if (changed.has(binding)) return true;
  const { kind, declaration } = binding;
  if (kind === "parameter") return false;
  const initial = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initial === undefined || binding.written || !isLiteral(bare(initial));
}

/** The names in `durable: { except: [...] }`. */
function exceptedIn(durable: ts.Expression | "hidden", block: Block, x: Expansion): ReadonlySet<string> {
  if (durable === "hidden" || !ts.isObjectLiteralExpression(followed(durable, x).value)) return new Set();
  const except = fieldOf(durable, "except", x);
  if (except === "absent" || except === "hidden") return new Set();
  const { value } = followed(except, x);
  if (!ts.isArrayLiteralExpression(value)) return new Set();
  const known = [...block.parameters, ...block.variables].map((name) => name.text);
  const names = value.elements.filter(ts.isStringLiteralLike);
  for (const name of names)
    if (!known.includes(name.text))
      x.report("durable_except_unknown", name, { name: name.text, known: known.join(", ") });
  return new Set(names.map((name) => name.text));
}
