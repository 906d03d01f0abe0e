// Signature help inside of `a |> f(b)`: `b` is the second argument. TypeScript counts from the parenthesis.
import { ts } from "../ts.js";
import { type Call, isCall, pipedValue } from "./children.js";

/** The help with the parameter that is really being written. */
export function shiftedHelp(
  help: ts.SignatureHelpItems,
  file: ts.SourceFile | undefined,
  position: number,
): ts.SignatureHelpItems {
  const call = file && callWithArguments(file, help.applicableSpan.start);
  if (file === undefined || call === undefined) return help;
  const argumentIndex = argumentAt(call, position, file);
  const fits = (item: ts.SignatureHelpItem | undefined): boolean =>
    item !== undefined && (item.isVariadic || item.parameters.length > argumentIndex);
  const better = help.items.findIndex(fits);
  const selectedItemIndex = fits(help.items[help.selectedItemIndex]) || better === -1 ? help.selectedItemIndex : better;
  const selected = help.items[selectedItemIndex];
  const isRest = selected?.isVariadic === true && argumentIndex >= selected.parameters.length;
  return {
    ...help,
    selectedItemIndex,
    argumentIndex: isRest ? selected.parameters.length - 1 : argumentIndex,
  };
}

/** The piped call whose list of arguments begins here. */
function callWithArguments(file: ts.SourceFile, start: number): Call | undefined {
  let found: Call | undefined;
  const visit = (node: ts.Node): void => {
    if (start < node.pos || start > node.end) return;
    if (isCall(node) && node.arguments?.pos === start && pipedValue(node) !== undefined) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Which argument of a piped call a place belongs to; the piped value is 0. */
function argumentAt(call: Call, position: number, file: ts.SourceFile): number {
  const list = call
    .getChildren(file)
    .find((child) => child.kind === ts.SyntaxKind.SyntaxList && child.pos === call.arguments?.pos);
  const commas = (list?.getChildren(file) ?? []).filter(
    (child) => child.kind === ts.SyntaxKind.CommaToken && child.end <= position,
  );
  return 1 + commas.length;
}
