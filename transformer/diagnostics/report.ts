// A mistake in the user's code as an ordinary TypeScript diagnostic: TypeScript prints the place and the line.
//
//   error TS70003: The handler of `join` is not written in place.
//   hint: Write the function here: `join: call((...) => { ... })`.
//   docs: docs/errors/handler_not_in_place.md
//
// The texts are in messages/compile.md and nowhere else; messages.ts is made from it.
import { ts } from "../ts.js";
import { messages } from "./messages.js";

export type MessageName = keyof typeof messages;

/** What a message says of this case: a text for every `{word}` in it. */
export type MessageValues<N extends MessageName> = { readonly [Word in (typeof messages)[N]["words"][number]]: string };

/** A second place that explains the first: the earlier handler, the first definition. */
export interface Related {
  readonly place: ts.Node;
  readonly text: string;
}

export interface Mistake {
  readonly name: MessageName;
  /** Its first line. */
  readonly text: string;
  readonly diagnostic: ts.DiagnosticWithLocation;
}

export function report<N extends MessageName>(
  file: ts.SourceFile,
  name: N,
  place: ts.Node,
  values: MessageValues<N>,
  related: readonly Related[] = [],
): Mistake {
  const message = messages[name];
  const given = values as Readonly<Record<string, string>>;
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, word: string) => given[word] ?? whole);
  const text = fill(message.text);
  const diagnostic: ts.DiagnosticWithLocation = {
    category: ts.DiagnosticCategory.Error,
    code: message.code,
    ...spanOf(place, file),
    messageText: `${text}\nhint: ${fill(message.hint)}\ndocs: docs/errors/${name}.md`,
    source: "tincture",
  };
  if (related.length > 0)
    diagnostic.relatedInformation = related.map((item) => ({
      category: ts.DiagnosticCategory.Message,
      code: message.code,
      ...spanOf(item.place, file),
      messageText: item.text,
    }));
  return { name, text, diagnostic };
}

function spanOf(place: ts.Node, file: ts.SourceFile): { file: ts.SourceFile; start: number; length: number } {
  const original = ts.getOriginalNode(place);
  const start = original.getStart(file);
  return { file, start, length: original.end - start };
}
