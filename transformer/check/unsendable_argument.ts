// An argument that can't leave its node, in a call of a server that any node may hold. Needs the checker.
import { ts } from "../ts.js";
import { check } from "./check.js";
import { isGlobal } from "./server.js";

export const unsendableArgument = check("unsendable_argument", "warning", (facts, report) => {
  for (const { call, handler, server, method } of facts.clientCalls) {
    if (handler === undefined || call.arguments.length === 0 || !isGlobal(server)) continue;
    const checker = facts.known.checkerFor?.(facts.file);
    if (checker === undefined) return;
    for (const argument of call.arguments) {
      const what = unsendable(checker.getTypeAtLocation(argument));
      if (what !== undefined) report(argument, { what, server: server.name, method });
    }
  }
});

/** Classes of JavaScript and Node whose objects belong to this process of the operating system. */
export const bound = new Set(
  "WeakMap WeakSet WeakRef Promise Socket TLSSocket Server ReadStream WriteStream Generator".split(" "),
);

function unsendable(type: ts.Type): string | undefined {
  if (type.isUnion()) return type.types.map(unsendable).find((what) => what !== undefined);
  if ((type.flags & ts.TypeFlags.ESSymbolLike) !== 0) return "A symbol";
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return "A function";
  const symbol = type.getSymbol();
  return symbol !== undefined && bound.has(symbol.name) && isOfLibrary(symbol) ? `A ${symbol.name}` : undefined;
}

/** A `Server` of the user's own may be plain data. */
const isOfLibrary = ({ declarations = [] }: ts.Symbol): boolean =>
  declarations.some((declaration) => declaration.getSourceFile().isDeclarationFile);
