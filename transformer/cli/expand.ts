// tincture expand FILE[:LINE]: the program after macros, as TypeScript.
import { dirname } from "node:path";
import type { Pipeline } from "../pipeline.js";
import { render, renderPiece } from "../source/render.js";
import { ts } from "../ts.js";
import { type Command, Refusal } from "./command.js";
import {
  configFile,
  fileAt,
  pipelineOf,
  printed,
  programOf,
  projectOf,
  projectOption,
  useTypeScriptOf,
} from "./project.js";

export const expand: Command = {
  name: "expand",
  usage: "FILE[:LINE] [--once]",
  summary: "print a file as it is after macros",
  help: [
    "Prints FILE as it is after macros: TypeScript, with the types and comments that were written, and what runs in place of every macro. Nothing is changed.",
    "With a line, only what the macros that begin there become; where none does, the innermost one around it.",
  ].join("\n\n"),
  options: {
    once: { type: "boolean", help: "level by level: first the outermost macros, then what is in them" },
    project: projectOption,
  },
  run(operands, given, terminal) {
    const [operand, ...others] = operands;
    if (operand === undefined || others.length > 0) throw new Refusal("expand takes one FILE or FILE:LINE.", 2);
    const { file, line } = placeOf(operand, terminal.folder);
    useTypeScriptOf(dirname(file));
    const project = projectOf(configFile(given.project as string | undefined, dirname(file)), terminal);
    const program = programOf([file], project);
    const source = program.getSourceFile(file);
    if (source === undefined)
      throw new Refusal(
        `TypeScript does not compile ${operand}.\nhint: Name a .ts or .tsx file; for JavaScript "allowJs" must be on.`,
        2,
      );
    const syntax = program.getSyntacticDiagnostics(source);
    if (syntax.length > 0) throw new Refusal(printed(syntax, terminal.folder, terminal));

    const pipeline = pipelineOf(program, project);
    const steps = given.once === true ? stepsOf(source, pipeline) : [stepOf(source, pipeline)];
    const last = steps.at(-1) as Step;
    const calls = line === undefined ? undefined : callsAt(last, source, line);
    if (calls?.length === 0) throw new Refusal(`${operand}: no macro is called there.`);
    let known = "";
    let number = 0;
    for (const step of steps) {
      const text = (calls === undefined ? step.text : textOf(calls, step, source)).trimEnd();
      if (text === known) continue;
      if (given.once === true) terminal.out(`${number === 0 ? "" : "\n"}// ${++number}: ${step.macros.join(", ")}`);
      terminal.out(text);
      known = text;
    }
    if (last.mistakes.length === 0) return 0;
    terminal.error(printed(last.mistakes, terminal.folder, terminal));
    return 1;
  },
};

/** A file and perhaps a line of it: "src/room.ts:12". */
function placeOf(operand: string, folder: string): { file: string; line: number | undefined } {
  const [, path = "", digits] = /^(.+?)(?::(\d+))?$/.exec(operand) ?? [];
  return { file: fileAt(path, folder), line: digits === undefined ? undefined : Number(digits) };
}

/** What a macro's call became. */
interface Expanded {
  readonly call: ts.Node;
  readonly made: ts.Node;
  readonly before: readonly ts.Statement[];
}

interface Step {
  readonly text: string;
  readonly mistakes: readonly ts.Diagnostic[];
  readonly expanded: readonly Expanded[];
  /** The names of the macros that this step went through first. */
  readonly macros: readonly string[];
}

function stepOf(file: ts.SourceFile, pipeline: Pipeline, levels?: number, known: readonly Expanded[] = []): Step {
  const expanded: Expanded[] = [];
  const onExpanded = (call: ts.Node, made: ts.Node, before: readonly ts.Statement[]): void => {
    expanded.push({ call, made, before });
  };
  const source = pipeline.source(file, { levels, onExpanded });
  const fresh = expanded.filter(({ call }) => !known.some((other) => other.call === call));
  return {
    text: source === undefined ? file.text : render(file, source.statements),
    mistakes: source?.mistakes ?? [],
    expanded,
    macros: [...new Set(fresh.map(({ call }) => nameOf(call, file)))],
  };
}

const nameOf = (call: ts.Node, file: ts.SourceFile): string =>
  ts.isCallExpression(call) ? call.expression.getText(file) : "macro";

/** One level deeper with every step, until nothing is left. */
function stepsOf(file: ts.SourceFile, pipeline: Pipeline): Step[] {
  const steps: Step[] = [];
  for (let levels = 1; ; levels++) {
    const step = stepOf(file, pipeline, levels, steps.at(-1)?.expanded);
    if (step.macros.length === 0 && steps.length > 0) return steps;
    steps.push(step);
  }
}

/** The macro calls that begin in a line, the outermost of them; where there are none, the innermost around it. */
function callsAt({ expanded }: Step, file: ts.SourceFile, line: number): ts.Node[] {
  const lineOf = (place: number): number => ts.getLineAndCharacterOfPosition(file, place).line + 1;
  const calls = [...new Set(expanded.map(({ call }) => call))];
  const contains = (outer: ts.Node, inner: ts.Node): boolean =>
    outer !== inner && outer.pos <= inner.pos && inner.end <= outer.end;
  const starting = calls.filter((call) => lineOf(call.getStart(file)) === line);
  if (starting.length > 0) return starting.filter((call) => !starting.some((other) => contains(other, call)));
  const around = calls.filter((call) => lineOf(call.getStart(file)) <= line && line <= lineOf(call.end));
  return around.filter((call) => !around.some((other) => contains(call, other)));
}

/** What these calls became by a step; nothing where it did not come to them. */
function textOf(calls: readonly ts.Node[], { expanded }: Step, file: ts.SourceFile): string {
  const made = calls.flatMap((call) => expanded.find((each) => each.call === call) ?? []);
  return made
    .flatMap(({ made, before }) => [...before, made])
    .map((piece) => renderPiece(file, piece))
    .join("\n");
}
