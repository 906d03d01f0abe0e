// The difference of two texts, as `git diff` shows it: three lines around every change.
//
// Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form.

import { styleText } from "node:util";
import type { Terminal } from "./command.js";

/** The same for a terminal, in colours where it has them. */
export function painted(file: string, before: string, after: string, { isColoured }: Terminal): string {
  return difference(file, before, after, (line) => {
    const colour = colours[line[0] ?? ""];
    return isColoured && colour !== undefined ? styleText(colour, line) : line;
  });
}

const colours: Readonly<Record<string, "green" | "red" | "cyan">> = { "+": "green", "-": "red", "@": "cyan" };

/** A run of lines: kept (in both), taken out of the first, or put in from the second. */
type Mark = " " | "-" | "+";
interface Line {
  readonly mark: Mark;
  readonly text: string;
}

const context = 3;

/** The difference as text, "" where there is none. `paint` colours a line by its first letter. */
export function difference(
  file: string,
  before: string,
  after: string,
  paint: (line: string) => string = (line) => line,
): string {
  if (before === after) return "";
  const lines = marked(linesOf(before), linesOf(after));
  const near = (at: number): boolean =>
    lines.slice(Math.max(0, at - context), at + context + 1).some(({ mark }) => mark !== " ");
  const printed = [`--- a/${file}`, `+++ b/${file}`];
  let [first, second] = [1, 1];
  for (let i = 0; i < lines.length; ) {
    if (!near(i)) {
      [first, second, i] = [first + 1, second + 1, i + 1];
      continue;
    }
    let end = i;
    while (end < lines.length && near(end)) end++;
    const hunk = lines.slice(i, end);
    const count = (mark: Mark): number => hunk.filter((line) => line.mark !== mark).length;
    printed.push(
      `@@ -${first},${count("+")} +${second},${count("-")} @@`,
      ...hunk.map(({ mark, text }) => mark + text),
    );
    [first, second, i] = [first + count("+"), second + count("-"), end];
  }
  return printed.map(paint).join("\n");
}

/** A text that does not end a line says so, as git does. */
function linesOf(text: string): string[] {
  const lines = text.split("\n");
  const last = lines.pop();
  return last === "" || last === undefined ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}

function marked(before: readonly string[], after: readonly string[]): Line[] {
  const trace = search(before, after);
  const lines: Line[] = [];
  let [x, y] = [before.length, after.length];
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d] as Int32Array;
    const k = x - y;
    const down = isDown(reach, d, k);
    const from = d === 0 ? 0 : down ? at(reach, d, k + 1) : at(reach, d, k - 1) + 1;
    while (x > from) lines.push({ mark: " ", text: before[--x] as string });
    if (d === 0) break;
    y = x - k;
    if (down) lines.push({ mark: "+", text: after[--y] as string });
    else lines.push({ mark: "-", text: before[--x] as string });
  }
  return lines.reverse();
}

/** How far each diagonal had got before the rounds with 0, 1, 2 ... changes, until the end is reached. */
function search(before: readonly string[], after: readonly string[]): Int32Array[] {
  const trace = [new Int32Array(3)];
  for (let d = 0; ; d++) {
    const reach = trace[d] as Int32Array;
    const next = new Int32Array(2 * d + 5);
    for (let k = -d; k <= d; k += 2) {
      let x = isDown(reach, d, k) ? at(reach, d, k + 1) : at(reach, d, k - 1) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
      next[k + d + 2] = x;
      if (x >= before.length && x - k >= after.length) return trace;
    }
    trace.push(next);
  }
}

/** Diagonal `k` in what was known before round `d`: there are those from `-d - 1` to `d + 1`. */
const at = (reach: Int32Array, d: number, k: number): number => reach[k + d + 1] as number;

/** Does the way to diagonal `k` with `d` changes end with a line put in? */
const isDown = (reach: Int32Array, d: number, k: number): boolean =>
  k === -d || (k !== d && at(reach, d, k - 1) < at(reach, d, k + 1));
