// A file of more than 400 lines of code fails, one of more than 250 is named. Blank lines and comments are not counted; generated files and tables are exempt.
import { expect, test } from "vitest";
import { sources } from "./source.js";

/** Files that say in their first line that they are generated, or that they are a table. */
const exempt = /^\/\/ (Generated|Table)\b/;

test("no file is longer than 400 lines of code", () => {
  const files = ["runtime", "transformer", "examples", "test", "bench"]
    .flatMap(sources)
    .filter(
      (file) => !file.path.includes("/samples/") && !file.path.includes("/wanted/") && !exempt.test(file.tree.text),
    )
    .sort((a, b) => b.codeLines - a.codeLines);
  const over = (limit: number): string[] =>
    files.filter((file) => file.codeLines > limit).map((file) => `${file.path}: ${file.codeLines}`);
  if (over(250).length > 0)
    console.log(`More than 250 lines of code, to be looked at in review:\n${over(250).join("\n")}`);
  expect(over(400)).toEqual([]);
});
