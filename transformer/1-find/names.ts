// What an expression means of tincture: `pipe`, the `flow` that was imported for it, `t.pipe`, `t.pipe.async` are known by the import
// they come from, never by their spelling. A user's own `pipe`, or a parameter that hides the import, means nothing here.
//
//   nameOf(callee) -> "pipe" | "pipe.async" | "self" | undefined
import { bare } from "../ast/look.js";
import { ts } from "../ts.js";
import { isUserMacro, type Meaning } from "./exports.js";
import type { Binding, Scopes } from "./scope.js";

export class Names {
  constructor(
    private readonly scopes: Scopes,
    /** The file's imports, by local name. */
    private readonly imported: ReadonlyMap<string, Meaning>,
    /** Outside of this piece of code nothing means anything. Default: the whole file. */
    private readonly piece?: ts.TextRange,
  ) {}

  /** The same names, for one piece of code only. */
  within(piece: ts.TextRange): Names {
    return new Names(this.scopes, this.imported, piece);
  }

  /** The export of tincture that an expression stands for. */
  nameOf(expression: ts.Expression): string | undefined {
    const meaning = this.meaningOf(expression);
    return typeof meaning === "string" ? meaning : undefined;
  }

  /** The export of tincture that is called here. */
  callOf(node: ts.Node): string | undefined {
    return ts.isCallExpression(node) ? this.nameOf(node.expression) : undefined;
  }

  /** What an import of the file means. */
  importOf(binding: Binding): Meaning | undefined {
    return binding.kind === "import" ? this.imported.get(binding.name) : undefined;
  }

  isImported(binding: Binding): boolean {
    return binding.kind === "import" && this.imported.has(binding.name);
  }

  /** The export of tincture, the macro of the user's or the namespace that an expression stands for. */
  meaningOf(expression: ts.Expression): Meaning | undefined {
    const inner = ts.isIdentifier(expression) ? expression : bare(expression);
    if (this.piece !== undefined && !isWithin(inner, this.piece)) return undefined;
    if (ts.isIdentifier(inner)) {
      const binding = this.scopes.bindingOf(inner);
      return binding && this.importOf(binding);
    }
    if (!ts.isPropertyAccessExpression(inner)) return undefined;
    return memberOf(this.meaningOf(inner.expression), inner.name.text);
  }
}

/** What `object.name` means. */
export function memberOf(object: Meaning | undefined, name: string): Meaning | undefined {
  if (typeof object === "string") return `${object}.${name}`;
  return object === undefined || isUserMacro(object) ? undefined : object.get(name);
}

/** Code that was made stands nowhere, and counts. */
const isWithin = (node: ts.Node, { pos, end }: ts.TextRange): boolean =>
  node.pos < 0 || (node.pos >= pos && node.end <= end);
