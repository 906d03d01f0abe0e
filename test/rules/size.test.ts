// A file of more than 400 lines of code fails, one of more than 250 is named. Blank lines and comments are not counted; generated files and tables are exempt.
import { expect, test } from "vitest";
import { codeLines, sources } from "./source.js";

/** Files that say in their first comment that they are "Generated from" something, or "A table". */
const isExempt = (text: string): boolean =>
  /\b(Generated from|A table)\b/.test(text.slice(0, text.search(/\n(?!\/\/| \*)/)));

test("no file is longer than 400 lines of code", () => {
  const files = ["runtime", "transformer", "examples", "test", "bench"]
    .flatMap(sources)
    .filter((file) => !file.path.includes("/samples/") && !file.path.includes("/wanted/") && !isExempt(file.tree.text))
    .map((file) => ({ path: file.path, lines: codeLines(file.tree) }))
    .sort((a, b) => b.lines - a.lines);
  const over = (limit: number): string[] =>
    files.filter(({ lines }) => lines > limit).map(({ path, lines }) => `${path}: ${lines}`);
  if (over(250).length > 0)
    console.log(`More than 250 lines of code, to be looked at in review:\n${over(250).join("\n")}`);
  expect(over(400)).toEqual([]);
});
