// What a checker knows of the types that source for people needs.
//
// A type goes into the source as text, since the nodes that a checker makes belong to no file.

import type { Typing } from "../2-expand/typing.js";
import * as build from "../ast/build.js";
import { isAsync } from "../ast/look.js";
import { hasWord } from "../ast/word.js";
import { ts } from "../ts.js";

/** Internal, the same in 5.9 and 6.0. */
interface CheckerInternals {
  getTypeArgumentsForResolvedSignature(signature: object): readonly ts.Type[] | undefined;
}

/** A type of the package, where the file does not import it: `import("tincture").Pid`. */
const ofPackage = /\bimport\("tincture"(?:, \{.*?\} \})?\)\.(\w+)/g;

export function checkerTyping(checker: ts.TypeChecker, file: ts.SourceFile): Typing {
  const printer = ts.createPrinter({ removeComments: true });
  const imports = new Set<string>();
  const textOf = (type: ts.Type, at: ts.Node): string => {
    const node = checker.typeToTypeNode(type, at, ts.NodeBuilderFlags.NoTruncation);
    if (node === undefined) return "any";
    const text = printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/\s*\n\s*/g, " ");
    return text.replace(ofPackage, (whole, name: string) => {
      if (hasWord(file.text, name)) return whole;
      imports.add(name);
      return name;
    });
  };
  const typeOf = (type: ts.Type, at: ts.Node): ts.TypeNode => build.typeText(textOf(type, at));

  /** The annotation of a name that stands alone and is no optional parameter. */
  const writtenType = (name: ts.Identifier): ts.TypeNode | undefined => {
    const { parent } = name;
    if (ts.isVariableDeclaration(parent)) return parent.type;
    return ts.isParameter(parent) && parent.questionToken === undefined ? parent.type : undefined;
  };

  /** A parameter of a block is `any` for TypeScript when it has nothing but a default; the default knows better. */
  const typeOfName = (name: ts.BindingName): ts.Type => {
    const type = checker.getTypeAtLocation(name);
    const { parent } = name;
    const initial = ts.isParameter(parent) && parent.type === undefined ? parent.initializer : undefined;
    const isAny = (type.flags & ts.TypeFlags.Any) !== 0;
    return isAny && initial !== undefined ? checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(initial)) : type;
  };

  return {
    imports,
    ofName: (name) => writtenType(name) ?? typeOf(typeOfName(name), name),
    admitsUndefined(name) {
      const type = typeOfName(name);
      const parts = type.isUnion() ? type.types : [type];
      return parts.some(
        (part) => (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0,
      );
    },
    ofParameter: (parameter) => parameter.type ?? typeOf(typeOfName(parameter.name), parameter),
    isPromise(expression) {
      const type = checker.getTypeAtLocation(expression);
      return (type.flags & ts.TypeFlags.Any) === 0 && checker.getPropertyOfType(type, "then") !== undefined;
    },
    ofParameters(fn) {
      const items = fn.parameters.map((parameter, i) => {
        const name = ts.isIdentifier(parameter.name) ? parameter.name.text : `value${i}`;
        const type = parameter.type?.getText(file) ?? textOf(typeOfName(parameter.name), fn);
        const isOptional = parameter.questionToken !== undefined || parameter.initializer !== undefined;
        return parameter.dotDotDotToken === undefined
          ? `${name}${isOptional ? "?" : ""}: ${type}`
          : `...${name}: ${type}`;
      });
      return build.typeText(`[${items.join(", ")}]`);
    },
    ofResult(fn) {
      if (fn.type !== undefined) return isAsync(fn) ? build.awaitedType(fn.type) : fn.type;
      const signature = checker.getSignatureFromDeclaration(fn);
      const type = signature?.getReturnType();
      const result = type && isAsync(fn) ? checker.getAwaitedType(type) : type;
      return result === undefined ? build.typeText("any") : typeOf(result, fn);
    },
    ofThis(fn) {
      const self = firstThis(fn);
      if (self === undefined) return undefined;
      const type = checker.getTypeAtLocation(self);
      // Inside of a function of its own a class has no type `this`.
      const isThisType = (type.flags & ts.TypeFlags.TypeParameter) !== 0 && checker.typeToString(type) === "this";
      return typeOf((isThisType && checker.getBaseConstraintOfType(type)) || type, fn);
    },
    typeArguments(call) {
      const signature = checker.getResolvedSignature(call);
      const callee = checker.getTypeAtLocation(call.expression).getCallSignatures();
      if (signature === undefined || callee.length !== 1 || callee[0]?.typeParameters === undefined) return undefined;
      const types = (checker as ts.TypeChecker & CheckerInternals).getTypeArgumentsForResolvedSignature(signature);
      return types?.map((type) => typeOf(type, call));
    },
  };
}

/** A `this` of an arrow function's own code. */
function firstThis(node: ts.Node): ts.Node | undefined {
  return ts.forEachChild(node, (child): ts.Node | undefined => {
    if (child.kind === ts.SyntaxKind.ThisKeyword) return child;
    const hasOwn = ts.isClassLike(child) || (ts.isFunctionLike(child) && !ts.isArrowFunction(child));
    return hasOwn ? undefined : firstThis(child);
  });
}
