// What a macro is told of a type: as an editor shows it, without TypeScript's own objects.
import type { TypeInfo } from "../macro/expanding.js";
import { ts } from "../ts.js";

export function typeInfo(node: ts.Expression, checker: ts.TypeChecker): TypeInfo {
  const type = checker.getTypeAtLocation(node);
  const flags = ts.TypeFormatFlags.NoTruncation;
  const text = (each: typeof type): string => checker.typeToString(each, node, flags);
  const members = type.isUnion() ? type.types : [type];
  const values = members.map((member) => {
    if (member.isStringLiteral() || member.isNumberLiteral()) return member.value;
    const word = text(member);
    return word === "true" || word === "false" ? word === "true" : undefined;
  });
  return {
    text: text(type),
    values: values.every((value) => value !== undefined) ? values : undefined,
    properties: checker.getPropertiesOfType(type).map((property) => ({
      name: property.name,
      text: text(checker.getTypeOfSymbolAtLocation(property, node)),
      optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
    })),
  };
}
