// tincture expand FILE[:LINE]: the program after macros, as TypeScript.
import { dirname } from "node:path";
import type { ExpandedCall } from "../2-expand/expansion.js";
import { printed } from "../ast/look.js";
import { Origins } from "../macro/origin.js";
import type { Pipeline } from "../pipeline.js";
import { render, renderPiece } from "../source/render.js";
import { ts } from "../ts.js";
import { type Command, Refusal } from "./command.js";
import {
  configFile,
  fileAt,
  pipelineOf,
  programOf,
  projectOf,
  projectOption,
  printed as shown,
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
    if (syntax.length > 0) throw new Refusal(shown(syntax, terminal.folder, terminal));

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
    terminal.error(shown(last.mistakes, terminal.folder, terminal));
    return 1;
  },
};

/** A file and perhaps a line of it: "src/room.ts:12". */
function placeOf(operand: string, folder: string): { file: string; line: number | undefined } {
  const [, path = "", digits] = /^(.+?)(?::(\d+))?$/.exec(operand) ?? [];
  return { file: fileAt(path, folder), line: digits === undefined ? undefined : Number(digits) };
}

interface Step {
  readonly text: string;
  readonly mistakes: readonly ts.Diagnostic[];
  /** The names of all calls of Tincture's macros that were expanded. */
  readonly names: readonly string[];
  /** The names of the macros that this step went through first. */
  readonly macros: readonly string[];
  /** The calls that the user wrote. */
  readonly calls: readonly ts.Node[];
  /** What a call became; nothing where the step did not come to it. */
  piecesOf(call: ts.Node): readonly ts.Node[];
}

/** The file with all macros of the user's, and `levels` of Tincture's, written out. */
function stepOf(file: ts.SourceFile, pipeline: Pipeline, levels?: number, before?: Step): Step {
  const expanded: ExpandedCall[] = [];
  const origins = new Origins();
  const source = pipeline.source(file, { levels, origins, onExpanded: (each) => expanded.push(each) });
  const statements = source?.statements ?? file.statements;
  const names = expanded.map(({ call }) => nameOf(call, file));
  const count = (all: readonly string[], name: string): number => all.filter((each) => each === name).length;
  return {
    text: source === undefined ? file.text : render(file, statements),
    mistakes: source?.mistakes ?? [],
    names,
    macros: [...new Set(names)].filter((name) => count(names, name) > count(before?.names ?? [], name)),
    calls: [...origins.calls, ...expanded.map(({ call }) => call).filter(({ pos }) => pos >= 0)],
    piecesOf(call) {
      const own = expanded.find((each) => each.call === call);
      return own === undefined ? origins.piecesOf(call, statements) : [...own.before, own.made];
    },
  };
}

const nameOf = (call: ts.Node, file: ts.SourceFile): string => {
  if (!ts.isCallExpression(call)) return "macro";
  return call.pos < 0 ? printed(call.expression, file) : call.expression.getText(file);
};

/** One level deeper with every step, until nothing is left: first the macros of the user's, then Tincture's. */
function stepsOf(file: ts.SourceFile, pipeline: Pipeline): Step[] {
  const steps = ownSteps(file, pipeline);
  for (let levels = 1; ; levels++) {
    const step = stepOf(file, pipeline, levels, steps.at(-1));
    if (step.macros.length > 0 || steps.length === 0) steps.push(step);
    // With the macros of the user's their imports go.
    else if (levels === 1) steps.push({ ...step, macros: (steps.pop() as Step).macros });
    if (step.macros.length === 0) return steps;
  }
}

/** The steps in which only macros of the user's are written out. */
function ownSteps(file: ts.SourceFile, pipeline: Pipeline): Step[] {
  const steps: Step[] = [];
  for (let levels = 1; ; levels++) {
    const origins = new Origins();
    const source = pipeline.sourceWith(file, levels, origins);
    if (source === undefined || source.macros.size === 0) return steps;
    const { statements, mistakes, macros } = source;
    steps.push({
      text: render(file, statements),
      mistakes,
      names: [],
      macros: [...macros],
      calls: [...origins.calls],
      piecesOf: (call) => origins.piecesOf(call, statements),
    });
  }
}

/** The macro calls that begin in a line, the outermost of them; where there are none, the innermost around it. */
function callsAt({ calls: all }: Step, file: ts.SourceFile, line: number): ts.Node[] {
  const lineOf = (place: number): number => ts.getLineAndCharacterOfPosition(file, place).line + 1;
  const calls = [...new Set(all)];
  const contains = (outer: ts.Node, inner: ts.Node): boolean =>
    outer !== inner && outer.pos <= inner.pos && inner.end <= outer.end;
  const starting = calls.filter((call) => lineOf(call.getStart(file)) === line);
  if (starting.length > 0) return starting.filter((call) => !starting.some((other) => contains(other, call)));
  const around = calls.filter((call) => lineOf(call.getStart(file)) <= line && line <= lineOf(call.end));
  return around.filter((call) => !around.some((other) => contains(call, other)));
}

/** What these calls became by a step. */
const textOf = (calls: readonly ts.Node[], step: Step, file: ts.SourceFile): string =>
  calls
    .flatMap((call) => step.piecesOf(call))
    .map((piece) => renderPiece(file, piece))
    .join("\n");
