// What the checks ask about a file, gathered from what the find phase left: no check walks the tree for itself.
//
// Shape: globalUses("setTimeout"); callsOf("spawn") -> every call of that export of tincture; servers;
// clientCalls -> every call of a server of this file or, where the program is known, of another. All by places in the user's own tree.
import type { Found } from "../1-find/find.js";
import type { Names } from "../1-find/names.js";
import type { Binding, Scope, Scopes } from "../1-find/scope.js";
import { ts } from "../ts.js";
import { type ClientCall, findClientCalls } from "./client.js";
import { Code } from "./code.js";
import { exportedBinding, type Origin } from "./export.js";
import { findServers, type Server } from "./server.js";
import { outside } from "./syntax.js";

/** What is known beyond the file: nothing, or the whole program. */
export interface Known {
  /** The file that a module specifier means. */
  resolve(specifier: ts.StringLiteralLike, from: ts.SourceFile): ts.SourceFile | undefined;
  /** The facts of a file that has something of tincture. */
  factsOf(file: ts.SourceFile): Facts | undefined;
  /** The checker, once the file it is asked about has been checked in the ordinary way. */
  readonly checkerFor: ((file: ts.SourceFile) => ts.TypeChecker) | undefined;
}

export class Facts {
  readonly scopes: Scopes;
  readonly names: Names;
  readonly code: Code;
  readonly servers: readonly Server[];
  private readonly calls = new Map<string, ts.CallExpression[]>();
  private readonly origins = new Map<Binding, Origin | undefined>();
  private clients: readonly ClientCall[] | undefined;

  constructor(
    readonly file: ts.SourceFile,
    found: Found,
    readonly known: Known,
  ) {
    this.scopes = found.scopes;
    this.names = found.names;
    for (const binding of this.moduleScope?.names.values() ?? [])
      if (this.names.isImported(binding)) for (const use of binding.uses) this.noteCall(use);
    this.code = new Code(this);
    this.servers = findServers(this);
  }

  /** Where a name is used that nothing in the file declares. */
  globalUses(name: string): readonly ts.Identifier[] {
    return this.scopes.globals.filter((use) => use.text === name);
  }

  /** The calls of an export of tincture, under whatever name it was imported. */
  callsOf(name: string): readonly ts.CallExpression[] {
    return this.calls.get(name) ?? [];
  }

  get moduleScope(): Scope | undefined {
    return this.scopes.scopeOf(this.file);
  }

  get clientCalls(): readonly ClientCall[] {
    this.clients ??= findClientCalls(this);
    return this.clients;
  }

  /** What a name means, followed through imports: its declaration, in this file or another. */
  origin(binding: Binding): Origin | undefined {
    if (binding.kind !== "import") return { facts: this, binding };
    if (!this.origins.has(binding)) this.origins.set(binding, this.originOfImport(binding));
    return this.origins.get(binding);
  }

  private originOfImport(binding: Binding): Origin | undefined {
    const item = binding.declaration;
    if (!ts.isImportSpecifier(item) || this.names.isImported(binding)) return undefined;
    const specifier = item.parent.parent.parent.moduleSpecifier;
    const file = ts.isStringLiteralLike(specifier) ? this.known.resolve(specifier, this.file) : undefined;
    return file && exportedBinding(file, (item.propertyName ?? item.name).text, this.known);
  }

  /** `spawn(...)`, `t.spawn(...)`, `Task.async(...)`: the call whose callee this name begins. */
  private noteCall(name: ts.Identifier): void {
    let callee: ts.Node = outside(name);
    while (ts.isPropertyAccessExpression(callee.parent)) callee = outside(callee.parent);
    const call = callee.parent;
    if (!ts.isCallExpression(call) || call.expression !== callee) return;
    const called = this.names.callOf(call);
    if (called === undefined) return;
    const list = this.calls.get(called);
    if (list === undefined) this.calls.set(called, [call]);
    else list.push(call);
  }
}
