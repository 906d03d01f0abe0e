// Mistakes as a host shows them: plain data with place and line, and as text with the line marked, for hosts that print nothing but text.
import { relative, sep } from "node:path";
import { ts } from "../ts.js";

export interface Shown {
  readonly isError: boolean;
  readonly code: number;
  /** All lines: what is wrong, `hint:`, `docs:`, and the places that explain it. */
  readonly message: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  readonly length: number;
  readonly lineText: string;
}

export function shown(diagnostic: ts.Diagnostic, fileName: string): Shown {
  const { file, start = 0, length = 0, category, code, relatedInformation = [] } = diagnostic;
  const lines = [`TS${code}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`];
  for (const related of relatedInformation) {
    const place = placeIn(related.file, related.start ?? 0);
    lines.push(
      `${fileName}:${place.line}:${place.column + 1}: ${ts.flattenDiagnosticMessageText(related.messageText, "\n")}`,
    );
  }
  const isError = category === ts.DiagnosticCategory.Error;
  return { isError, code, message: lines.join("\n"), file: fileName, length, ...placeIn(file, start) };
}

function placeIn(file: ts.SourceFile | undefined, start: number): { line: number; column: number; lineText: string } {
  if (file === undefined) return { line: 1, column: 0, lineText: "" };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return { line: line + 1, column: character, lineText: file.text.split("\n")[line]?.trimEnd() ?? "" };
}

/** "src/room.ts:3:5 - error TS70003: ..." and the line, marked. */
export function asText(mistake: Shown, folder = process.cwd()): string {
  const { isError, message, file, line, column } = mistake;
  const place = `${relative(folder, file).split(sep).join("/")}:${line}:${column + 1}`;
  return `${place} - ${isError ? "error" : "warning"} ${message}\n\n${frameOf(mistake)}\n`;
}

/** The line with a mark below. */
function frameOf({ line, column, length, lineText }: Shown): string {
  const before = `${line} | `;
  const indent = lineText.slice(0, column).replace(/[^\t]/g, " ");
  const mark = "~".repeat(Math.max(1, Math.min(length, lineText.length - column)));
  return `${before}${lineText}\n${" ".repeat(before.length - 2)}| ${indent}${mark}`;
}
