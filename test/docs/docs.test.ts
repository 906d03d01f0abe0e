// The programs in README.md, docs/diagnostics.md, docs/durable.md, docs/hosts.md, docs/nodes.md, docs/operator.md, docs/testing.md and docs/macros are run, and what stands beside them is what they compile to and print. Links lead somewhere.
// UPDATE=1 npx vitest run test/docs writes the blocks `js` and `text` right; read the difference.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { root } from "../suite.js";
import { Page, type Program } from "./page.js";
import { outcomeOf, typeErrors } from "./program.js";

const update = process.env.UPDATE === "1" && process.env.CI !== "true";
const macroPages = readdirSync(join(root, "docs/macros")).map((file) => `docs/macros/${file}`);
const pages = [
  "README.md",
  "docs/diagnostics.md",
  "docs/durable.md",
  "docs/hosts.md",
  "docs/macros.md",
  "docs/nodes.md",
  "docs/operator.md",
  "docs/testing.md",
  ...macroPages,
].map((file) => new Page(file));
const programs = pages.flatMap((page) => page.programs);

describe("programs", () => {
  const errors = typeErrors(programs.map((program) => program.source.text));
  afterAll(() => {
    if (update) for (const page of pages) page.write();
  });

  test.for(programs.map((program, i) => ({ name: program.name, program, i })))("$name", ({ program, i }) => {
    expect(errors[i]).toBe("");
    const { mistakes, js, printed, code } = outcomeOf(program.source.text, i);
    expect(mistakes).toBe("");
    expect(code, printed).toBe(0);
    if (update) write(program, js, printed);
    if (program.expansion !== undefined) expect(program.expansion.text).toBe(js);
    expect(program.output?.text ?? "", "a block `text` with what it prints").toBe(printed);
  });
});

function write({ expansion, output }: Program, js: string, printed: string): void {
  if (expansion !== undefined) expansion.text = js;
  if (output !== undefined) output.text = printed;
}

describe("pages", () => {
  test("every page of docs/errors is linked from one of them", () => {
    const texts = pages.map((page) => readFileSync(join(root, page.file), "utf8")).join("");
    const errors = readdirSync(join(root, "docs/errors")).filter((file) => file.endsWith(".md"));
    expect(errors.filter((file) => !texts.includes(`errors/${file})`))).toEqual([]);
  });

  test.for(macroPages)("%s has a program and its expansion", (file) => {
    const page = pages.find((page) => page.file === file);
    expect(page?.programs.some((program) => program.expansion !== undefined)).toBe(true);
  });

  test.for(pages)("$file: links lead to files", ({ file }) => {
    const text = readFileSync(join(root, file), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((match) => match[1] as string);
    expect(links.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([]);
  });
});
