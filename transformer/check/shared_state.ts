// Memory that processes share: a variable of the module that process code assigns to, or a container of the module that is changed, where process code uses it.
//
//   let served = 0;                 cast(() => { served++; })
//   const seen = new Map();         call(id => seen.get(id))         and somewhere seen.set(...)
import { bare } from "../ast/look.js";
import { ts } from "../ts.js";
import { check } from "./check.js";
import { isWritten, outside } from "./syntax.js";

export const sharedState = check("shared_state", "warning", (facts, report) => {
  for (const binding of facts.moduleScope?.names.values() ?? []) {
    const { declaration, name, uses, written } = binding;
    if (!ts.isVariableDeclaration(declaration)) continue;
    const isShared = (use: ts.Identifier): boolean => facts.code.isShared(use);
    // What the module does to a container while it is loaded makes a constant.
    const changes = (): boolean => uses.some((use) => isChanged(use) && facts.code.ownerOf(use) !== undefined);
    const place =
      (written ? uses.find((use) => isWritten(use) && isShared(use)) : undefined) ??
      (isContainer(declaration) && changes() ? uses.find(isShared) : undefined);
    if (place !== undefined) report(place, { name }, [declaration]);
  }
});

const containers = /^(Map|Set|WeakMap|WeakSet|Array|\w+Array|ArrayBuffer)$/;

function isContainer({ initializer }: ts.VariableDeclaration): boolean {
  if (initializer === undefined) return false;
  const value = bare(initializer);
  if (ts.isNewExpression(value)) return ts.isIdentifier(value.expression) && containers.test(value.expression.text);
  return ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value);
}

const changing = new Set("set add delete clear push pop shift unshift splice sort reverse fill copyWithin".split(" "));

/** `m.set(k, v)`, `list[0] = x`, `o.n++`, `delete o.n` */
function isChanged(use: ts.Identifier): boolean {
  const access = outside(use).parent;
  const isPart =
    (ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) && bare(access.expression) === use;
  if (!isPart) return false;
  const { parent } = outside(access);
  if (ts.isDeleteExpression(parent) || isWritten(access)) return true;
  return (
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(access) &&
    parent.expression === outside(access) &&
    changing.has(access.name.text)
  );
}
