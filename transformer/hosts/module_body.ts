// The text of an ES module as the body of a function, so that it can be evaluated without Node's loader, which keeps for ever what it has loaded once.
//
//   import { say } from "./say.js";                 let say;
//   export const hello = () => say("hello");   ->   const hello = () => say("hello");      exports: { hello }
//
// The text stays where it is, line by line, so that its source map stays right: what goes is blanked out, what comes stands before the first line.
// Of the file that a program was started with, only what defines something is left, and what that needs: the rest of it has run.
import { contains, declaredNames } from "../ast/look.js";
import { type TypeScriptApi, ts, useTypeScript } from "../ts.js";

/** One import: where from, and what becomes of it in the body: `say = module.say;`. */
export interface Import {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Statements that give the names their values; `module` stands for the exports of the module. */
  readonly bind: readonly string[];
}

export interface ModuleBody {
  /** An async function of what `names` lists. */
  readonly text: string;
  readonly imports: readonly Import[];
  /** Modules whose exports are all handed on, as places in `imports`. */
  readonly handsOn: readonly number[];
}

/** What the function takes: the exports of the imported modules, and what stands for parts of the language that only a module has. */
export const names = [
  "tincture_modules",
  "tincture_bind",
  "tincture_export",
  "tincture_meta",
  "tincture_import",
] as const;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

class Body {
  readonly edits: Edit[] = [];
  readonly imports: Import[] = [];
  readonly handsOn: number[] = [];
  readonly locals: string[] = [];
  readonly exports: string[] = [];

  constructor(private readonly file: ts.SourceFile) {}

  blank(start: number, end: number, text = ""): void {
    const gone = this.file.text.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, " ");
    this.edits.push({
      start,
      end,
      text: text + gone.slice(Math.min(text.length, /[\r\n]/.exec(gone)?.index ?? gone.length)),
    });
  }

  statement(node: ts.Statement): void {
    if (ts.isImportDeclaration(node)) return this.importDeclaration(node);
    if (ts.isExportDeclaration(node)) return this.exportDeclaration(node);
    if (ts.isExportAssignment(node)) {
      this.blank(node.getStart(this.file), node.expression.getStart(this.file), "const tincture_default = ");
      this.exports.push(getter("default", "tincture_default"));
      return;
    }
    const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return;
    const isDefault = modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    const name = (node as ts.FunctionDeclaration | ts.ClassDeclaration).name;
    const words = modifiers.filter(({ kind }) => exportWords.has(kind));
    const end = words.at(-1)?.end ?? node.pos;
    this.blank(node.getStart(this.file), end, isDefault && name === undefined ? "const tincture_default =" : "");
    if (isDefault) this.exports.push(getter("default", name?.text ?? "tincture_default"));
    else for (const { text } of declaredNames(node)) this.exports.push(getter(text, text));
    // A declaration ends by itself, a value does not.
    if (isDefault && name === undefined) this.edits.push({ start: node.end, end: node.end, text: ";" });
  }

  private importDeclaration(node: ts.ImportDeclaration): void {
    const bind: string[] = [];
    const add = (local: string, value: string): void => {
      this.locals.push(local);
      bind.push(`${local} = ${value};`);
    };
    const { name, namedBindings } = node.importClause ?? {};
    if (name !== undefined) add(name.text, "module.default");
    if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) add(namedBindings.name.text, "module");
    else
      for (const item of namedBindings?.elements ?? [])
        add(item.name.text, `module[${JSON.stringify((item.propertyName ?? item.name).text)}]`);
    this.module(node.moduleSpecifier, node.attributes, bind);
    this.blank(node.getStart(this.file), node.end);
  }

  private exportDeclaration(node: ts.ExportDeclaration): void {
    const { moduleSpecifier, exportClause, attributes } = node;
    const items = exportClause !== undefined && ts.isNamedExports(exportClause) ? exportClause.elements : [];
    if (moduleSpecifier === undefined)
      for (const { name, propertyName } of items) this.exports.push(getter(name.text, (propertyName ?? name).text));
    else {
      const place = this.module(moduleSpecifier, attributes, []);
      const of = `tincture_modules[${place}]`;
      if (exportClause === undefined) this.handsOn.push(place);
      else if (ts.isNamespaceExport(exportClause)) this.exports.push(getter(exportClause.name.text, of));
      for (const { name, propertyName } of items)
        this.exports.push(getter(name.text, `${of}[${JSON.stringify((propertyName ?? name).text)}]`));
    }
    this.blank(node.getStart(this.file), node.end);
  }

  private module(specifier: ts.Expression, attributes: ts.ImportAttributes | undefined, bind: string[]): number {
    const pairs = (attributes?.elements ?? []).map(({ name, value }) => [name.text, (value as ts.StringLiteral).text]);
    const { text } = specifier as ts.StringLiteral;
    return this.imports.push({ specifier: text, attributes: Object.fromEntries(pairs), bind }) - 1;
  }

  /** `import.meta` and `import()`, wherever they stand. */
  expressions(node: ts.Node): void {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      this.edits.push({ start: node.getStart(this.file), end: node.end, text: "tincture_meta" });
    else if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent))
      this.edits.push({ start: node.getStart(this.file), end: node.end, text: "tincture_import" });
    ts.forEachChild(node, (child) => this.expressions(child));
  }

  text(): string {
    let text = this.file.text;
    for (const { start, end, text: next } of [...this.edits].sort((a, b) => b.start - a.start || b.end - a.end))
      text = text.slice(0, start) + next + text.slice(end);
    const bind = this.imports.map(({ bind }, i) =>
      bind.length === 0 ? "" : `{ const module = tincture_modules[${i}]; ${bind.join(" ")} }`,
    );
    const opening = [
      `(async function (${names.join(", ")}) { "use strict";`,
      this.locals.length === 0 ? "" : `let ${this.locals.join(", ")};`,
      `tincture_bind(() => { ${bind.join(" ")} });`,
      `tincture_export({ ${this.exports.join(", ")} });`,
    ];
    return `${opening.join(" ")} ${text.replace(/^#!.*/, "")}\n})`;
  }
}

const exportWords = {
  has: (kind: ts.SyntaxKind) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
};
const getter = (name: string, value: string): string => `get ${JSON.stringify(name)}() { return ${value}; }`;

const parse = (text: string, fileName: string): ts.SourceFile =>
  ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);

/** The body of an ES module, given as JavaScript. `isProgram`: the program was started with it. */
export function bodyOfModule(
  typescript: TypeScriptApi,
  text: string,
  fileName: string,
  isProgram: boolean,
): ModuleBody {
  useTypeScript(typescript);
  const file = parse(text, fileName);
  const body = new Body(file);
  const left = isProgram ? defining(file) : new Set(file.statements);
  for (const statement of file.statements) {
    const isImport = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
    if (!left.has(statement) && !isImport) {
      body.blank(statement.getStart(file), statement.end);
      continue;
    }
    body.statement(statement);
    if (!isImport) body.expressions(statement);
  }
  return { text: body.text(), imports: body.imports, handsOn: body.handsOn };
}

/** The same of a CommonJS module: it is a function's body as it is, but for `import()`. */
export function bodyOfCommonJs(typescript: TypeScriptApi, text: string, fileName: string, isProgram: boolean): string {
  useTypeScript(typescript);
  const file = parse(text, fileName);
  const body = new Body(file);
  const left = isProgram ? defining(file) : new Set(file.statements);
  for (const statement of file.statements)
    if (left.has(statement)) body.expressions(statement);
    else body.blank(statement.getStart(file), statement.end);
  let made = file.text;
  for (const { start, end, text: next } of [...body.edits].sort((a, b) => b.start - a.start))
    made = made.slice(0, start) + next + made.slice(end);
  return `(function (exports, require, module, __filename, __dirname, tincture_import) { ${made.replace(/^#!.*/, "")}\n})`;
}

const definers = new Set([
  "genserver",
  "supervisor",
  "dynamicSupervisor",
  "partitionSupervisor",
  "PartitionSupervisor",
  "registry",
  "application",
]);

/** The statements that define something, and those that declare what they need. */
function defining(file: ts.SourceFile): Set<ts.Statement> {
  const byName = new Map<string, ts.Statement>();
  for (const statement of file.statements) for (const { text } of declaredNames(statement)) byName.set(text, statement);
  const all = new Set(file.statements.filter((statement) => contains(statement, defines)));
  // A set takes in what is added while it is gone through.
  for (const statement of all)
    forEachName(statement, (name) => {
      const needed = byName.get(name);
      if (needed !== undefined) all.add(needed);
    });
  return all;
}

function defines(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : "";
  return definers.has(name);
}

function forEachName(node: ts.Node, job: (name: string) => void): void {
  if (ts.isIdentifier(node)) job(node.text);
  ts.forEachChild(node, (child) => forEachName(child, job));
}
