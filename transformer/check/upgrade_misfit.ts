// What an `upgrade` makes of the old state, against the variables of the block. Needs the checker.
//
// What the handler leaves out is carried over, so there the old state's type, as its parameter says it, must fit.
import { bare, isFunctionCode, namesOf } from "../ast/look.js";
import { ts } from "../ts.js";
import { check } from "./check.js";
import type { Handler, Server } from "./server.js";

export const upgradeMisfit = check("upgrade_misfit", "error", (facts, report) => {
  for (const server of facts.servers) {
    const handler = [...server.handlers.values()].find(({ kind }) => kind === "upgrade");
    const checker = handler && facts.known.checkerFor?.(facts.file);
    if (handler === undefined || checker === undefined) continue;
    const variables = variablesOf(server);
    const old = oldTypeOf(handler, checker);
    for (const made of madeBy(handler, checker)) {
      // Of several objects that may be given, each has the names of the others, as ones that are left out.
      const isGiven = (property: ts.Symbol): boolean =>
        (checker.getTypeOfSymbolAtLocation(property, handler.fn).flags & ts.TypeFlags.Undefined) === 0 ||
        (property.flags & ts.SymbolFlags.Optional) === 0;
      const properties = checker.getPropertiesOfType(made).filter(isGiven);
      for (const property of properties) {
        const { name } = property;
        const place = placeOf(property, handler);
        const variable = variables.get(name);
        const given = checker.getTypeOfSymbolAtLocation(property, place);
        if (variable === undefined)
          report(place, { server: server.name, problem: `the block has no variable \`${name}\`` });
        else if (!fits(given, variable, checker))
          report(place, { server: server.name, problem: problemOf(name, given, variable, checker) }, [variable]);
      }
      for (const [name, variable] of variables) {
        const isLeftOut = !properties.some((property) => property.name === name);
        const carried = isLeftOut ? old?.getProperty(name) : undefined;
        const given = carried && checker.getTypeOfSymbolAtLocation(carried, handler.fn);
        if (given === undefined || fits(given, variable, checker)) continue;
        const problem = `it leaves out ${problemOf(name, given, variable, checker)}`;
        report(handler.property.name, { server: server.name, problem }, [variable]);
      }
    }
  }
});

function fits(given: ts.Type, variable: ts.Identifier, checker: ts.TypeChecker): boolean {
  return checker.isTypeAssignableTo(given, wantedBy(variable, checker));
}

/** `const limit = 5` is a number that another version may have otherwise. */
const wantedBy = (variable: ts.Identifier, checker: ts.TypeChecker): ts.Type =>
  checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(variable));

const problemOf = (name: string, given: ts.Type, variable: ts.Identifier, checker: ts.TypeChecker): string =>
  `\`${name}\`, which is \`${checker.typeToString(given)}\` there and \`${checker.typeToString(wantedBy(variable, checker))}\` in the block`;

/** The state variables of the block by name. */
function variablesOf({ block }: Server): Map<string, ts.Identifier> {
  const names = block.parameters.flatMap((parameter) => namesOf(parameter.name));
  for (const statement of ts.isBlock(block.body) ? block.body.statements : [])
    if (ts.isVariableStatement(statement))
      for (const { name, initializer } of statement.declarationList.declarations)
        if (!isHelper(initializer)) names.push(...namesOf(name));
  return new Map(names.map((name) => [name.text, name]));
}

const isHelper = (initial: ts.Expression | undefined): boolean => {
  const value = initial && bare(initial);
  return value !== undefined && (isFunctionCode(value) || ts.isClassExpression(value));
};

/** The types that the handler may give; none where that isn't known. */
function madeBy({ fn }: Handler, checker: ts.TypeChecker): readonly ts.Type[] {
  const signature = checker.getSignatureFromDeclaration(fn);
  const result = signature && checker.getReturnTypeOfSignature(signature);
  const made = result && (checker.getAwaitedType(result) ?? result);
  if (made === undefined) return [];
  const unknown = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never;
  return (made.isUnion() ? made.types : [made]).filter(({ flags }) => (flags & unknown) === 0);
}

function oldTypeOf({ fn }: Handler, checker: ts.TypeChecker): ts.Type | undefined {
  const [parameter] = fn.parameters;
  return parameter && checker.getTypeAtLocation(parameter);
}

/** Where the handler says it, if it does so itself. */
function placeOf(property: ts.Symbol, { fn, property: handler }: Handler): ts.Node {
  const place = property.declarations?.find(
    (node) => node.getSourceFile() === fn.getSourceFile() && fn.pos <= node.pos && node.end <= fn.end,
  );
  return place === undefined || place.end > fn.body.end || place.pos < fn.body.pos ? handler.name : place;
}
