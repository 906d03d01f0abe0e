// A processor for ESLint: `{ files: ["**/*.ts"], processor: tincture.processor }`. ESLint gets files with `|>` with all of them written out as calls, so rules, those with types as well, see
// what the program does; what they say is mapped back to the source. Files without `|>` are handed on as they are.
import { dirname } from "node:path";
import { repairOperators } from "../operator/repair.js";
import { type Span, type WrittenOut, writtenOut } from "../operator/written_out.js";
import { ts } from "../ts.js";
import { thisCopy } from "./copies.js";
import { findTypeScript, loadTypeScript } from "./project.js";

/** What is used of ESLint's messages. Lines and columns are from 1. */
interface Message {
  readonly ruleId?: string | null;
  readonly fatal?: boolean;
  readonly severity?: number;
  readonly message?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly fix?: Fix;
  readonly suggestions?: readonly { readonly fix: Fix }[];
}
interface Fix {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** A file between `preprocess` and `postprocess`. */
interface Page {
  readonly source: Lines;
  readonly given: Lines;
  readonly written: WrittenOut;
}

const pages = new Map<string, Page>();
/** Errors of files that can't be read. */
const broken = new Map<string, readonly Message[]>();

function preprocess(text: string, fileName: string): string[] {
  pages.delete(fileName);
  if (!text.includes("|>")) return [text];
  loadTypeScript(findTypeScript(dirname(fileName), "eslint", fileName).path);
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest);
  repairOperators(file, true);
  const { parseDiagnostics } = file as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  const source = new Lines(text);
  if (parseDiagnostics.length > 0) {
    broken.set(
      fileName,
      parseDiagnostics.map((error) => fatal(error, source)),
    );
    return [];
  }
  const written = writtenOut(file);
  pages.set(fileName, { source, given: new Lines(written.text), written });
  return [written.text];
}

function postprocess(lists: readonly (readonly Message[])[], fileName: string): Message[] {
  const page = pages.get(fileName);
  const messages = [...(broken.get(fileName) ?? []), ...lists.flat()];
  pages.delete(fileName);
  broken.delete(fileName);
  return page === undefined ? messages : messages.flatMap((message) => placed(message, page) ?? []);
}

/** As ESLint says that a file can't be read. */
function fatal({ start, code, messageText }: ts.DiagnosticWithLocation, source: Lines): Message {
  const text = `Parsing error: TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  return { ruleId: null, fatal: true, severity: 2, message: text, ...source.place(start) };
}

/** A message at its place in the source; undefined for what is said of a bracket or comma that nobody wrote. */
function placed(message: Message, { source, given, written }: Page): Message | undefined {
  const { line, column, endLine, endColumn, fix, suggestions, ...rest } = message;
  if (line === undefined || column === undefined) return message;
  const start = given.offset(line, column);
  const hasEnd = endLine !== undefined && endColumn !== undefined;
  const span = written.sourceSpan({ start, end: hasEnd ? given.offset(endLine, endColumn) : start });
  if (span === undefined) return undefined;
  const [first, last] = [source.place(span.start), source.place(span.end)];
  const known = suggestions?.flatMap((each) => {
    const moved = movedFix(each.fix, written);
    return moved === undefined ? [] : [{ ...each, fix: moved }];
  });
  const moved = fix === undefined ? undefined : movedFix(fix, written);
  return {
    ...rest,
    ...first,
    ...(hasEnd && { endLine: last.line, endColumn: last.column }),
    ...(moved && { fix: moved }),
    ...(known && known.length > 0 && { suggestions: known }),
  };
}

/** A fix of one piece of the source. One that reaches over a `|>` is left out. */
function movedFix({ range: [start, end], text }: Fix, written: WrittenOut): Fix | undefined {
  const span: Span | undefined = written.exactSpan({ start, end });
  return span === undefined ? undefined : { range: [span.start, span.end], text };
}

class Lines {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map((match) => match.index + match[0].length)];
  }

  offset(line: number, column: number): number {
    return (this.starts[line - 1] ?? 0) + column - 1;
  }

  place(offset: number): { line: number; column: number } {
    const index = this.starts.findLastIndex((start) => start <= offset);
    return { line: index + 1, column: offset - (this.starts[index] as number) + 1 };
  }
}

const meta = { name: "tincture", version: thisCopy.version };

export = { meta, processor: { meta, preprocess, postprocess, supportsAutofix: true } };
