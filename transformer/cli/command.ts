// What a subcommand of `tincture` is, and what it may use of the terminal. A new subcommand is a file that exports one, and a line in main.ts.
import type { ParseArgsConfig } from "node:util";

export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** What stands for the value in the help: "FOLDER". */
  readonly value?: string;
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;
/** What was given for the options. */
export type Given = Readonly<Record<string, string | boolean | undefined>>;

export interface Command {
  readonly name: string;
  /** What follows the name: "FILE[:LINE] [--once]". */
  readonly usage: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Paragraphs for `tincture NAME --help`. */
  readonly help: string;
  readonly options: Options;
  /** Everything after the first operand is an operand, whatever it looks like: it belongs to a program that the command runs. */
  readonly passesOn?: boolean;
  /** Gives the exit code: 0 done, 1 the program has mistakes or the command refused, 2 used wrongly. */
  run(operands: readonly string[], given: Given, terminal: Terminal): number | Promise<number>;
}

/** Where a command writes. */
export interface Terminal {
  /** The folder it was called in. */
  readonly folder: string;
  /** Characters in a line. */
  readonly width: number;
  /** May be coloured: it is a terminal, and nobody said NO_COLOR. */
  readonly isColoured: boolean;
  out(text: string): void;
  error(text: string): void;
}

/** Something that the user must put right; its message is all that is printed. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** The options of a command as `parseArgs` takes them. */
export const parseOptions = (options: Options): NonNullable<ParseArgsConfig["options"]> =>
  Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]),
  );
