// Text in lines and indentation. A piece of code is kept relative to the line it begins on, and put in by the indentation of the line it goes to.
//
//   dedent("{\n    a;\n  }", "  ")   ->   "{\n  a;\n}"        indent turns it round
//
// The text of a template literal is no layout: its line ends are `heldLine` until the whole is written.

/** Stands for a line end inside of a literal; no source has it. */
export const heldLine = "\uE000";

export const indent = (text: string, by: string): string => text.replace(/\n(?=.)/g, `\n${by}`);

export const dedent = (text: string, by: string): string =>
  by === ""
    ? text
    : text.replace(/\n([ \t]*)/g, (_, own: string) => `\n${own.startsWith(by) ? own.slice(by.length) : own}`);

/** The white space that the line of a place begins with. */
export function indentationAt(text: string, place: number): string {
  const start = text.lastIndexOf("\n", place - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, place))?.[0] ?? "";
}

/** How a file is written: one step of indentation, quotes, line ends. */
export interface Style {
  readonly unit: string;
  readonly singleQuotes: boolean;
  readonly newLine: string;
}

export function styleOf(text: string): Style {
  const first = /^(\t| {2,8})(?=[^\s*])/m.exec(text)?.[1] ?? "  ";
  const count = (quote: RegExp): number => text.match(quote)?.length ?? 0;
  return {
    unit: first,
    singleQuotes: count(/'[^'"\n]*'/g) > count(/"[^'"\n]*"/g),
    newLine: text.includes("\r\n") ? "\r\n" : "\n",
  };
}
