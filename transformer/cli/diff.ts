// The difference of two texts, as `git diff` shows it: three lines around every change.
//
// Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form.

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
    const reach = trace[d] as ReadonlyMap<number, number>;
    const k = x - y;
    const isDown = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const previous = d === 0 ? 0 : (reach.get(isDown ? k + 1 : k - 1) ?? 0);
    const from = d === 0 ? 0 : isDown ? previous : previous + 1;
    while (x > from) lines.push({ mark: " ", text: before[--x] as string });
    if (d === 0) break;
    y = x - k;
    if (isDown) lines.push({ mark: "+", text: after[--y] as string });
    else lines.push({ mark: "-", text: before[--x] as string });
  }
  return lines.reverse();
}

/** How far each diagonal gets with 0, 1, 2 ... changes, until the end is reached: what was known before each round. */
function search(before: readonly string[], after: readonly string[]): ReadonlyMap<number, number>[] {
  const trace: Map<number, number>[] = [];
  const reach = new Map([[1, 0]]);
  for (let d = 0; ; d++) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = isDown ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
      reach.set(k, x);
      if (x >= before.length && x - k >= after.length) return trace;
    }
  }
}
