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

export interface Mistake {
  readonly name: MessageName;
  /** Its first line. */
  readonly text: string;
  readonly diagnostic: ts.DiagnosticWithLocation;
}

/** A place that is no node. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** `second` is a place that explains the first: the earlier handler. */
export function report<N extends MessageName>(
  file: ts.SourceFile,
  name: N,
  place: ts.Node | Span,
  values: MessageValues<N>,
  second?: ts.Node,
): Mistake {
  const message = textOf(name, values);
  const seconds = second === undefined ? [] : [spanOf(second, file)];
  const diagnostic = diagnosticAt(ts.DiagnosticCategory.Error, message, spanOf(place, file), seconds);
  return { name, text: message.text, diagnostic };
}

export interface FileSpan extends Span {
  readonly file: ts.SourceFile;
}

/** `seconds`: the places that the message's `related:` line is said of. */
export function diagnosticAt(
  category: ts.DiagnosticCategory,
  { code, whole, related }: MessageText,
  place: FileSpan,
  seconds: readonly FileSpan[],
): ts.DiagnosticWithLocation {
  const diagnostic: ts.DiagnosticWithLocation = { category, code, ...place, messageText: whole, source: "tincture" };
  if (seconds.length > 0)
    diagnostic.relatedInformation = seconds.map((second) => ({
      category: ts.DiagnosticCategory.Message,
      code,
      ...second,
      messageText: related,
    }));
  return diagnostic;
}

export const messageCode = (name: MessageName): number => messages[name].code;

export interface MessageText {
  readonly code: number;
  /** The first line. */
  readonly text: string;
  /** All that is printed. */
  readonly whole: string;
  /** What is said of the second place. */
  readonly related: string;
}

/** A message with its words filled in. */
export function textOf<N extends MessageName>(name: N, values: MessageValues<N>): MessageText {
  const message = messages[name];
  const given = values as Readonly<Record<string, string>>;
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (hole, word: string) => given[word] ?? hole);
  const text = fill(message.text);
  const whole = `${text}\nhint: ${fill(message.hint)}\ndocs: docs/errors/${name}.md`;
  return { code: message.code, text, whole, related: fill(message.related) };
}

export function spanOf(place: ts.Node | Span, file: ts.SourceFile = (place as ts.Node).getSourceFile()): FileSpan {
  if (!("kind" in place)) return { file, start: place.start, length: place.length };
  const { start, end } = rangeOf(place, file);
  return { file, start, length: end - start };
}

/** Where a piece of code stands in its file; what a macro made stands where the macro is called. */
export function rangeOf(place: ts.Node, file: ts.SourceFile): { start: number; end: number } {
  const original = ts.getOriginalNode(place);
  if (original.pos >= 0) return { start: original.getStart(file), end: original.end };
  const { pos, end } = ts.getSourceMapRange(original);
  return { start: Math.max(pos, 0), end: Math.max(end, 0) };
}
