// A page of documentation as the test sees it: programs, each a fenced block `ts`, with what belongs to it in the blocks that follow.
//
//   ```ts      a whole program: it is type-checked, compiled and run
//   ```js      what it compiles to            (may be left out)
//   ```text    what it prints: standard output, or standard error when there is nothing on standard output
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../suite.js";

/** A fenced block; `line` is that of its first line of text, from 1. */
export interface Block {
  readonly language: string;
  readonly line: number;
  text: string;
}

export interface Program {
  /** "README.md:8" */
  readonly name: string;
  readonly source: Block;
  readonly expansion: Block | undefined;
  readonly output: Block | undefined;
}

/** What stands between the blocks, as it is, and the blocks. */
type Part = string | Block;

export class Page {
  readonly #parts: Part[];
  readonly programs: readonly Program[];

  /** `file` is relative to the checkout. */
  constructor(readonly file: string) {
    this.#parts = split(readFileSync(join(root, file), "utf8"));
    this.programs = programsOf(
      file,
      this.#parts.filter((part) => typeof part !== "string"),
    );
  }

  /** Writes the page back, with the blocks as they are now. */
  write(): void {
    writeFileSync(
      join(root, this.file),
      this.#parts.map((part) => (typeof part === "string" ? part : part.text)).join(""),
    );
  }
}

/** The text between a line of three backquotes with a language, and the next line of three backquotes. */
function split(page: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of page.matchAll(/^```(\w+)\n((?:.*\n)*?)```$/gm)) {
    const [, language = "", text = ""] = match;
    const start = match.index + "```".length + language.length + 1;
    parts.push(page.slice(end, start));
    parts.push({ language, text, line: page.slice(0, start).split("\n").length });
    end = start + text.length;
  }
  return [...parts, page.slice(end)];
}

function programsOf(file: string, blocks: readonly Block[]): Program[] {
  const starts = [...blocks.keys()].filter((i) => blocks[i]?.language === "ts");
  return starts.map((start, i) => {
    const own = blocks.slice(start + 1, starts[i + 1]);
    const following = (language: string) => own.find((block) => block.language === language);
    const source = blocks[start] as Block;
    return { name: `${file}:${source.line}`, source, expansion: following("js"), output: following("text") };
  });
}
