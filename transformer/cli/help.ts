// Help texts, broken into lines of the terminal's width.
import type { Command, Option, Options } from "./command.js";

/** Breaks a paragraph; a word that is longer than a line stays whole. */
export function wrap(text: string, width: number, margin = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && margin.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => margin + each).join("\n");
}

/** Names beside what they are; below each other where there is no room. */
function table(rows: readonly (readonly [string, string])[], width: number): string {
  const column = Math.max(...rows.map(([name]) => name.length)) + 4;
  const isNarrow = width - column < 30;
  return rows
    .map(([name, text]) => {
      if (isNarrow) return `  ${name}\n${wrap(text, width, "      ")}`;
      return `  ${name}`.padEnd(column) + wrap(text, width, " ".repeat(column)).trimStart();
    })
    .join("\n");
}

export function generalHelp(commands: readonly Command[], width: number): string {
  return [
    "Usage: tincture COMMAND",
    table(
      commands.map(({ name, summary }) => [name, summary]),
      width,
    ),
    table(
      [
        ["-h, --help", "this text, or that of a command"],
        ["-v, --version", "the version of tincture"],
      ],
      width,
    ),
  ].join("\n\n");
}

export function commandHelp({ name, usage, help, options }: Command, width: number): string {
  const paragraphs = help.split("\n\n").map((paragraph) => wrap(paragraph, width));
  const all: Options = { ...options, help: { type: "boolean", short: "h", help: "this text" } };
  const rows = Object.entries(all).map(([key, option]): [string, string] => [flagOf(key, option), option.help]);
  return [wrap(`Usage: tincture ${name} ${usage}`, width), ...paragraphs, table(rows, width)].join("\n\n");
}

const flagOf = (key: string, { short, value }: Option): string =>
  `${short === undefined ? "" : `-${short}, `}--${key}${value === undefined ? "" : ` ${value}`}`;
