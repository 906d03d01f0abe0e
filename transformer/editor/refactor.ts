// The refactorings: a chain of calls in another form, and a macro written out.
import type { ts } from "../ts.js";
import { type Form, readChain, writeChain } from "./chain.js";
import { nameInFile, type Page, replace } from "./edit.js";
import { expandMacro } from "./expand.js";

interface Refactoring {
  readonly action: string;
  readonly description: string;
  readonly kind: string;
  readonly changes: readonly ts.TextChange[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export const refactorName = "tincture";

const forms: readonly { readonly form: Form; readonly description: string }[] = [
  { form: "operator", description: "Convert to |>" },
  { form: "pipe", description: "Convert to pipe(...)" },
  { form: "nested", description: "Convert to nested calls" },
];

/** All that can be done at a place, with the changes. */
function refactoringsAt(page: Page, span: Span): Refactoring[] {
  const expanded = expandMacro(page, span.start);
  const expansion: Refactoring[] =
    expanded === undefined
      ? []
      : [
          {
            action: "expand_macro",
            description: `Expand macro ${expanded.macro}`,
            kind: "refactor.rewrite.expand",
            changes: expanded.changes,
          },
        ];
  return [...conversionsAt(page, span), ...expansion];
}

/** The chain at a place in each of its other forms. */
export function conversionsAt(page: Page, span: Span): Refactoring[] {
  const chain = readChain(page, span);
  if (chain === undefined) return [];
  return forms.flatMap(({ form, description }) => {
    if (form === chain.form || (form === "operator" && !page.isOperatorEnabled)) return [];
    const pipe = form === "pipe" ? nameInFile("pipe", page) : { name: "", changes: [] };
    const text = writeChain(chain, form, pipe.name, page.file);
    if (text === undefined) return [];
    const { node } = chain;
    const changes = [...pipe.changes, replace(node.getStart(page.file), node.end, text)];
    return [{ action: `convert_to_${form}`, description, kind: `refactor.rewrite.${form}`, changes }];
  });
}

/** What the editor shows in its menu. `kind`: only those of this kind and below. */
export function offered(page: Page, span: Span, kind: string | undefined): ts.ApplicableRefactorInfo[] {
  const found = refactoringsAt(page, span).filter(
    (each) => kind === undefined || `${each.kind}.`.startsWith(`${kind}.`),
  );
  const actions = found.map(({ action, description, kind: ofKind }) => ({ name: action, description, kind: ofKind }));
  return actions.length === 0 ? [] : [{ name: refactorName, description: "Tincture", actions }];
}

/** What one of them changes. */
export function edits(page: Page, span: Span, action: string): ts.RefactorEditInfo | undefined {
  const chosen = refactoringsAt(page, span).find((each) => each.action === action);
  return chosen && { edits: [{ fileName: page.file.fileName, textChanges: [...chosen.changes] }] };
}
