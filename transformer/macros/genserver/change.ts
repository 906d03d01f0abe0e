// Which variables of a durable server each handler may change: by assigning to them, by changing an object they hold, in helpers, through other names of a part.
//
//   const rename = (id: string, name: string) => { const user = users.get(id); if (user) user.name = name; };
//   rename: call((id, name) => { renames++; rename(id, name); })        renames, users
//   find: call(id => users.get(id)?.name)                               none
//
// Every expression has the variables that its value may be a part of (its roots). Who writes to a part changes its roots. A part that is handed to code that is not
// seen here, or kept in a function, may be changed by anybody at any time: such a root counts for all handlers. What can't be known counts as changed.
// The code is gone through until nothing new is found: names and helpers may lead to each other.
import type { Binding } from "../../1-find/scope.js";
import type { Expansion } from "../../2-expand/expansion.js";
import {
  bare,
  type FunctionCode,
  isAssignment,
  isFunctionCode,
  isFunctionValue,
  isType,
  namesOf,
} from "../../ast/look.js";
import { ts } from "../../ts.js";
import type { Block } from "./block.js";
import type { Handler } from "./handler.js";
import {
  asking,
  calling,
  changing,
  collecting,
  copying,
  harmless,
  making,
  primitiveProperties,
  reading,
} from "./method.js";
import { none, Parts, type Roots } from "./part.js";
import { holdsPrimitive } from "./primitive.js";

export interface Changes {
  of(handler: Handler): Roots;
  /** Changed by any handler. */
  readonly all: Roots;
}

/** `state`: the variables that are asked about. */
export function changesOf(block: Block, handlers: readonly Handler[], state: Roots, x: Expansion): Changes {
  const search = new Search(block, handlers, state, x);
  search.run();
  return search;
}

class Search implements Changes {
  private readonly known = new Parts();
  private readonly helpers: ReadonlyMap<Binding, ts.Node>;

  constructor(
    private readonly block: Block,
    private readonly handlers: readonly Handler[],
    private readonly state: Roots,
    private readonly x: Expansion,
  ) {
    this.helpers = new Map(block.helpers.map(({ binding, code }) => [binding, code]));
  }

  of(handler: Handler): Roots {
    return this.known.changedBy(handler);
  }

  get all(): Roots {
    return new Set(this.handlers.flatMap((handler) => [...this.of(handler)]));
  }

  run(): void {
    for (let before = -1; before !== this.known.size; ) {
      before = this.known.size;
      this.known.within(this.known.effectsOf("start"), new Set(), () => {
        for (const parameter of this.block.fn.parameters)
          this.declare(parameter.name, this.valueOf(parameter.initializer));
        for (const statement of this.block.statements) this.statement(statement);
      });
      for (const [binding, code] of this.helpers)
        this.known.within(this.known.effectsOf(binding), this.known.returnsOf(binding), () => {
          if (isFunctionCode(code)) this.body(code);
          else this.hidden(code);
        });
      for (const handler of this.handlers)
        this.known.within(this.known.effectsOf(handler), new Set(), () => {
          for (const argument of handler.call.arguments) if (bare(argument) !== handler.fn) this.value(argument);
          this.body(handler.fn);
        });
    }
  }

  /* ---- names ---- */

  private rootsOf(binding: Binding): Roots {
    if (this.state.has(binding)) return holdsPrimitive(binding) ? none : new Set([binding]);
    return this.known.rootsOf(binding);
  }

  /** A name gets a value. */
  private bind(name: ts.Identifier, roots: Roots): void {
    const binding = this.x.scopes.bindingOf(name);
    if (binding === undefined) return this.known.leak(roots);
    if (this.state.has(binding)) return this.known.share(this.rootsOf(binding), roots);
    const isInside = binding.declaration.pos >= this.block.fn.pos && binding.declaration.end <= this.block.fn.end;
    if (isInside) this.known.name(binding, roots);
    else this.known.leak(roots);
  }

  private declare(pattern: ts.BindingName, roots: Roots): void {
    for (const name of namesOf(pattern)) this.bind(name, roots);
    if (ts.isIdentifier(pattern)) return;
    for (const item of pattern.elements as readonly ts.Node[])
      if (ts.isBindingElement(item)) this.declare(item.name, new Set([...roots, ...this.valueOf(item.initializer)]));
  }

  private assign(target: ts.Node, roots: Roots): void {
    if (ts.isIdentifier(target)) {
      const binding = this.x.scopes.bindingOf(target);
      if (binding !== undefined && this.state.has(binding)) this.known.change(new Set([binding]));
      this.bind(target, roots);
    } else if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
      if (ts.isElementAccessExpression(target)) this.value(target.argumentExpression);
      this.put(target.expression, roots);
    } else if (isAssignment(target)) this.assign(target.left, new Set([...roots, ...this.value(target.right)]));
    else if (ts.isShorthandPropertyAssignment(target)) this.assign(target.name, roots);
    else if (ts.isPropertyAssignment(target)) this.assign(target.initializer, roots);
    else if (ts.isExpression(target) && bare(target) !== target) this.assign(bare(target), roots);
    else ts.forEachChild(target, (child) => this.assign(child, roots));
  }

  /** `object.x = value`, `object.push(value)` */
  private put(object: ts.Expression, roots: Roots): Roots {
    const owner = this.value(object);
    this.known.change(owner);
    if (roots.size === 0) return owner;
    const inner = bare(object);
    if (owner.size > 0) this.known.share(owner, roots);
    else if (ts.isIdentifier(inner)) this.bind(inner, roots);
    else this.known.leak(roots);
    return owner;
  }

  /* ---- code ---- */

  private statement(node: ts.Node): void {
    if (isType(node)) return;
    if (ts.isVariableDeclaration(node)) {
      if (!this.isHelper(node)) this.declare(node.name, this.valueOf(node.initializer));
    } else if (ts.isReturnStatement(node)) this.known.give(this.valueOf(node.expression));
    else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      const all = this.value(node.expression);
      const roots = ts.isForOfStatement(node) ? all : none;
      if (ts.isVariableDeclarationList(node.initializer))
        for (const item of node.initializer.declarations) this.declare(item.name, roots);
      else this.assign(node.initializer, roots);
      this.statement(node.statement);
    } else if (isFunctionCode(node) || ts.isClassLike(node)) this.hidden(node);
    else if (ts.isExpression(node)) this.value(node);
    else ts.forEachChild(node, (child) => this.statement(child));
  }

  private isHelper(item: ts.VariableDeclaration): boolean {
    const binding = ts.isIdentifier(item.name) ? this.x.scopes.bindingOf(item.name) : undefined;
    return binding !== undefined && this.helpers.has(binding);
  }

  private body(fn: ts.FunctionLikeDeclaration): void {
    for (const parameter of fn.parameters) this.declare(parameter.name, this.valueOf(parameter.initializer));
    if (fn.body === undefined) return;
    if (ts.isBlock(fn.body)) this.statement(fn.body);
    else this.known.give(this.value(fn.body));
  }

  /** A function or class that nobody knows when to be called: what it changes, it may change at any time. */
  private hidden(node: ts.Node): void {
    const effects = new Set<Binding>();
    const returned = new Set<Binding>();
    this.known.within(effects, returned, () => {
      if (isFunctionCode(node)) this.body(node);
      else
        ts.forEachChild(node, (child) => {
          if (ts.isFunctionLike(child)) this.body(child as ts.FunctionLikeDeclaration);
          else this.statement(child);
        });
    });
    this.known.leak(effects);
    this.known.leak(returned);
  }

  /** A function that is called here and now, with parts of `roots`. */
  private callback(fn: FunctionCode, roots: Roots): Roots {
    for (const parameter of fn.parameters) this.declare(parameter.name, roots);
    return this.known.called(() => this.body(fn));
  }

  private readonly valueOf = (node: ts.Expression | undefined): Roots => (node === undefined ? none : this.value(node));

  /** Goes through an expression; gives what its value may be a part of. */
  private value(expression: ts.Expression): Roots {
    const node = bare(expression);
    if (ts.isIdentifier(node)) return this.name(node);
    if (ts.isPropertyAccessExpression(node)) {
      const roots = this.value(node.expression);
      return primitiveProperties.has(node.name.text) ? none : roots;
    }
    if (ts.isElementAccessExpression(node)) {
      this.value(node.argumentExpression);
      return this.value(node.expression);
    }
    if (ts.isCallExpression(node)) return this.call(node);
    if (ts.isNewExpression(node)) return this.construction(node);
    if (isAssignment(node)) return this.assignment(node);
    if (ts.isBinaryExpression(node)) return this.operation(node);
    if (ts.isConditionalExpression(node)) {
      this.value(node.condition);
      return new Set([...this.value(node.whenTrue), ...this.value(node.whenFalse)]);
    }
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const isStep = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
      if (isStep) this.assign(node.operand, none);
      else this.value(node.operand);
      return none;
    }
    if (ts.isDeleteExpression(node)) {
      this.known.change(this.value(node.expression));
      return none;
    }
    if (isFunctionValue(node) || ts.isClassExpression(node)) {
      this.hidden(node);
      return none;
    }
    if (ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isSpreadElement(node))
      return this.valueOf(node.expression);
    if (ts.isTaggedTemplateExpression(node)) {
      ts.forEachChild(node.template, (span) => this.parts(span, (roots) => this.known.leak(roots)));
      return none;
    }
    const isPrimitive = ts.isTemplateExpression(node) || ts.isTypeOfExpression(node) || ts.isVoidExpression(node);
    const roots = new Set<Binding>();
    this.parts(node, (part) => {
      for (const root of part) roots.add(root);
    });
    return isPrimitive ? none : roots;
  }

  /** The values in an array or object literal, a template, whatever else holds expressions. */
  private parts(node: ts.Node, take: (roots: Roots) => void): void {
    ts.forEachChild(node, (child) => {
      if (isType(child)) return;
      if (ts.isShorthandPropertyAssignment(child)) take(this.name(child.name));
      else if (ts.isFunctionLike(child)) this.hidden(child);
      else if (ts.isPropertyAssignment(child)) take(this.value(child.initializer));
      else if (ts.isExpression(child)) take(this.value(child));
      else this.parts(child, take);
    });
  }

  private name(name: ts.Identifier): Roots {
    const binding = this.x.scopes.bindingOf(name);
    if (binding === undefined) return none;
    if (this.helpers.has(binding)) {
      // The helper itself is handed on.
      this.known.leak(this.known.effectsOf(binding));
      this.known.leak(this.known.returnsOf(binding));
      return none;
    }
    return this.rootsOf(binding);
  }

  private operation({ left, operatorToken, right }: ts.BinaryExpression): Roots {
    const first = this.value(left);
    const second = this.value(right);
    switch (operatorToken.kind) {
      case ts.SyntaxKind.CommaToken:
        return second;
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return new Set([...first, ...second]);
      default:
        return none;
    }
  }

  private assignment({ left, right }: ts.BinaryExpression): Roots {
    const roots = this.value(right);
    this.assign(left, roots);
    return roots;
  }

  private construction(node: ts.NewExpression): Roots {
    const callee = bare(node.expression);
    const args = node.arguments ?? [];
    const isContainer =
      ts.isIdentifier(callee) &&
      this.x.scopes.isGlobal(callee) &&
      /^(Map|Set|Array|Date|\w*Error|\w+Array)$/.test(callee.text);
    if (isContainer) return this.union(args);
    this.value(node.expression);
    this.hand(args);
    return none;
  }

  private union(args: readonly ts.Expression[]): Roots {
    return new Set(args.flatMap((argument) => [...this.value(argument)]));
  }

  /** Arguments of code that isn't seen here. */
  private hand(args: readonly ts.Expression[]): void {
    for (const argument of args) this.known.leak(this.value(argument));
  }

  private call(node: ts.CallExpression): Roots {
    const callee = bare(node.expression);
    const args = node.arguments;
    const macro = this.x.names.callOf(node);
    if (macro !== undefined && copying.has(macro)) {
      this.union(args);
      return none;
    }
    const own = this.helperOf(callee);
    if (own !== undefined) return this.helperCall(own, args);
    if (ts.isPropertyAccessExpression(callee)) return this.methodCall(callee, args);
    if (this.isHarmless(callee)) {
      this.union(args);
      return none;
    }
    if (isFunctionValue(callee)) return this.callback(callee, this.union(args));
    this.known.leak(this.value(callee));
    this.hand(args);
    return none;
  }

  private helperOf(callee: ts.Expression): Binding | undefined {
    const binding = this.x.scopes.bindingOf(callee);
    return binding !== undefined && isFunctionCode(this.helpers.get(binding) ?? callee) ? binding : undefined;
  }

  private helperCall(helper: Binding, args: readonly ts.Expression[]): Roots {
    const { parameters } = this.helpers.get(helper) as FunctionCode;
    const hasSpread = args.some(ts.isSpreadElement);
    args.forEach((argument, i) => {
      const roots = this.value(argument);
      for (const [j, parameter] of parameters.entries())
        if (i === j || hasSpread || (parameter.dotDotDotToken !== undefined && i > j))
          this.declare(parameter.name, roots);
    });
    this.known.change(this.known.effectsOf(helper));
    return this.known.returnsOf(helper);
  }

  private methodCall(
    { expression, name: { text: method } }: ts.PropertyAccessExpression,
    args: readonly ts.Expression[],
  ): Roots {
    const object = bare(expression);
    if (ts.isIdentifier(object) && this.x.scopes.isGlobal(object)) {
      if (this.isHarmless(object)) return this.union(args) && none;
      if (/^(Object|Array)$/.test(object.text) && collecting.has(method)) {
        const roots = this.valueOf(args[0]);
        return new Set([...roots, ...this.given(args.slice(1), roots, method)]);
      }
      if (object.text === "Object" && method === "assign" && args[0] !== undefined)
        return this.put(args[0], this.union(args.slice(1)));
    }
    if (changing.has(method)) {
      if (isFresh(expression)) return this.fresh(expression, args, method);
      const given = this.given(args, this.value(expression), method);
      return new Set([...this.put(expression, given), ...given]);
    }
    const roots = this.value(expression);
    if (reading.has(method)) return new Set([...roots, ...this.given(args, roots, method)]);
    if (asking.has(method)) return this.given(args, roots, method) && none;
    this.known.leak(roots);
    this.hand(args);
    return roots;
  }

  /** `[...users].sort(f)`: the container that is changed was just made; its parts are those of another. */
  private fresh(container: ts.Expression, args: readonly ts.Expression[], method: string): Roots {
    const roots = this.value(container);
    return new Set([...roots, ...this.given(args, roots, method)]);
  }

  /** Arguments of a method of a built-in: functions are called here and now, with parts of its value and of the other arguments. */
  private given(args: readonly ts.Expression[], roots: Roots, method: string): Roots {
    const inner = args.map(bare);
    const isKnown = (argument: ts.Expression) => isFunctionValue(argument) || this.helperOf(argument) !== undefined;
    const values = this.union(inner.filter((argument) => !isKnown(argument)));
    const parts = new Set([...roots, ...values]);
    const [first] = inner;
    if (first !== undefined && calling.has(method) && !isKnown(first) && !this.isHarmless(first))
      this.known.leak(parts);
    const results = inner.filter(isKnown).flatMap((argument) => [...this.handedOn(argument, parts)]);
    return new Set([...values, ...results]);
  }

  /** A function of this file is called with `parts`. */
  private handedOn(argument: ts.Expression, parts: Roots): Roots {
    if (isFunctionValue(argument)) return this.callback(argument, parts);
    const helper = this.helperOf(argument) as Binding;
    for (const { name } of (this.helpers.get(helper) as FunctionCode).parameters) this.declare(name, parts);
    this.known.change(this.known.effectsOf(helper));
    return this.known.returnsOf(helper);
  }

  private isHarmless(name: ts.Expression): boolean {
    return ts.isIdentifier(name) && this.x.scopes.isGlobal(name) && harmless.has(name.text);
  }
}

function isFresh(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isArrayLiteralExpression(node) || ts.isNewExpression(node)) return true;
  if (!ts.isCallExpression(node)) return false;
  const callee = bare(node.expression);
  return ts.isPropertyAccessExpression(callee) && making.has(callee.name.text);
}
