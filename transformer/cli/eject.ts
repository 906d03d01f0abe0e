// tincture eject [FILES]: sources rewritten to plain TypeScript on the runtime, which stock `tsc` builds.
//
// Flow: the project is loaded with its own TypeScript -> macros of the user's are written out, as text -> of these texts a program is made, whose files are expanded and
// rendered (source/) -> a last program, with the new texts in place of the old, is type-checked -> only then anything is written.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { Typing } from "../2-expand/typing.js";
import type { Pipeline, Source } from "../pipeline.js";
import { render } from "../source/render.js";
import { checkerTyping } from "../source/typing.js";
import { ts } from "../ts.js";
import { type Command, Refusal, type Terminal } from "./command.js";
import { painted } from "./diff.js";
import { uncommitted } from "./git.js";
import { withoutPlugin } from "./plugin_entry.js";
import {
  configFile,
  fileAt,
  type Project,
  pipelineOf,
  printed,
  programOf,
  projectOf,
  projectOption,
  useTypeScriptOf,
} from "./project.js";

interface Ejected {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export const eject: Command = {
  name: "eject",
  usage: "[FILES] [--dry-run] [--force]",
  summary: "rewrite sources to plain TypeScript on the runtime",
  help: [
    "Rewrites the macros of FILES (default: of all files of the project) to calls of the runtime, with types: what tsc then builds without the plugin, and what runs as before. What has nothing to do with macros stays as it is, letter by letter. There is no way back but git's.",
    "When no macro is left in the project, the plugin's entry in tsconfig.json goes, too. The package stays a dependency: the sources run on it.",
    "Nothing is written when files have changes that are not committed, or when the result would not type-check.",
  ].join("\n\n"),
  options: {
    "dry-run": { type: "boolean", short: "n", help: "show what would be changed, and write nothing" },
    force: { type: "boolean", short: "f", help: "write in spite of uncommitted changes or type errors" },
    project: projectOption,
  },
  run(operands, given, terminal) {
    useTypeScriptOf(terminal.folder);
    const files = operands.map((file) => fileAt(file, terminal.folder));
    const config = configFile(
      given.project as string | undefined,
      files[0] === undefined ? terminal.folder : dirname(files[0]),
    );
    if (config === undefined && files.length === 0)
      throw new Refusal("There is no tsconfig.json in or above this folder.\nhint: Name the files to eject.", 2);

    const project = projectOf(config, terminal);
    const all = [...new Set([...project.files, ...files])];
    const program = programOf(all, project);
    const syntax = sourcesOf(program).flatMap((file) => program.getSyntacticDiagnostics(file));
    if (syntax.length > 0)
      throw new Refusal(
        `${printed(syntax, terminal.folder, terminal)}\n\nNothing was changed: these files can't be read.`,
      );
    const force = given.force === true;
    const known = errorsOf(program);
    if (known.length > 0 && !force)
      throw new Refusal(
        `${printed(known, terminal.folder, terminal)}\n\nNothing was changed: the project has errors as it is.\nhint: --force ejects all the same.`,
      );
    const { ejected, isAll } = expanded(program, project, files, terminal);
    if (ejected.length === 0) {
      terminal.out("There are no macros to eject.");
      return 0;
    }
    const plugin = isAll && config !== undefined ? pluginOf(config) : undefined;
    const changes = plugin === undefined ? ejected : [...ejected, plugin];
    const after = programOf(all, project, new Map(ejected.map((file) => [file.path, file.after])));
    const errors = errorsOf(after).filter((error) => !known.some((old) => isSame(old, error)));
    const reasons =
      errors.length === 0
        ? []
        : [`${printed(errors, terminal.folder, terminal)}\n\nThe ejected code does not type-check.`];
    if (given["dry-run"] === true) {
      show(changes, terminal);
      for (const reason of reasons) terminal.error(reason);
      return reasons.length === 0 ? 0 : 1;
    }
    const paths = changes.map(({ path }) => path);
    const dirty = uncommitted(dirname(config ?? (files[0] as string)), paths);
    if (dirty !== undefined) reasons.push(dirty);
    if (reasons.length > 0 && !force)
      throw new Refusal(
        `${reasons.join("\n\n")}\nNothing was changed.\nhint: --dry-run shows what would be, --force does it all the same.`,
      );
    for (const { path, after } of changes) writeFileSync(path, after);
    terminal.out(changes.map(({ path }) => `ejected ${relative(terminal.folder, path)}`).join("\n"));
    terminal.out(lastWord(config, plugin !== undefined, isAll, terminal));
    for (const reason of reasons) terminal.error(reason);
    return errors.length === 0 ? 0 : 1;
  },
};

/** The files of the user's in a program. */
const sourcesOf = (program: ts.Program): ts.SourceFile[] =>
  program.getSourceFiles().filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file));

const errorsOf = (program: ts.Program): ts.Diagnostic[] =>
  ts.getPreEmitDiagnostics(program).filter(({ category }) => category === ts.DiagnosticCategory.Error);

/** The same error of the same file, which may stand in another line by now. */
const isSame = (a: ts.Diagnostic, b: ts.Diagnostic): boolean =>
  a.code === b.code &&
  a.file?.fileName === b.file?.fileName &&
  ts.flattenDiagnosticMessageText(a.messageText, "\n") === ts.flattenDiagnosticMessageText(b.messageText, "\n");

/** The new texts of all files with macros; `isAll`: no file with macros is left out. */
function expanded(
  program: ts.Program,
  project: Project,
  files: readonly string[],
  terminal: Terminal,
): { ejected: Ejected[]; isAll: boolean } {
  const mistakes: ts.Diagnostic[] = [];
  // Of code that macros of the user's wrote a checker knows nothing until it is text.
  const written = textsOf(program, project, mistakes, (pipeline, file, typing) => pipeline.written(file, typing));
  const next = written.size === 0 ? program : programOf([...program.getRootFileNames()], project, written);
  const texts = textsOf(next, project, mistakes, (pipeline, file, typing) => pipeline.source(file, { typing }));
  const wanted = files.map((file) => program.getSourceFile(file));
  let isAll = true;
  const ejected = sourcesOf(program).flatMap((file): Ejected[] => {
    const after = texts.get(file.fileName) ?? written.get(file.fileName);
    if (after === undefined || after === file.text) return [];
    if (files.length > 0 && !wanted.includes(file)) {
      isAll = false;
      return [];
    }
    return [{ path: file.fileName, before: file.text, after }];
  });
  if (mistakes.length > 0) throw new Refusal(`${printed(mistakes, terminal.folder, terminal)}\n\nNothing was changed.`);
  return { ejected, isAll };
}

/** The texts of the files that `step` has something to write in. */
function textsOf(
  program: ts.Program,
  project: Project,
  mistakes: ts.Diagnostic[],
  step: (pipeline: Pipeline, file: ts.SourceFile, typing: Typing) => Source | undefined,
): Map<string, string> {
  const pipeline = pipelineOf(program, project);
  const texts = new Map<string, string>();
  for (const file of sourcesOf(program)) {
    const source = step(pipeline, file, checkerTyping(program.getTypeChecker(), file));
    if (source === undefined) continue;
    mistakes.push(...source.mistakes);
    texts.set(file.fileName, render(file, source.statements));
  }
  return texts;
}

/** The tsconfig.json without the plugin; undefined where it does not name it itself. */
function pluginOf(config: string): Ejected | undefined {
  const before = readFileSync(config, "utf8");
  const after = withoutPlugin(config, before);
  return after === undefined ? undefined : { path: config, before, after };
}

function show(changes: readonly Ejected[], terminal: Terminal): void {
  for (const { path, before, after } of changes)
    terminal.out(painted(relative(terminal.folder, path), before, after, terminal));
}

function lastWord(config: string | undefined, isTakenOut: boolean, isAll: boolean, terminal: Terminal): string {
  const name = config === undefined ? "tsconfig.json" : relative(terminal.folder, config);
  if (!isAll) return "Other files still have macros: keep the plugin and tspc for them.";
  if (isTakenOut) return "Build with tsc from now on: no macro is left, and the plugin is out of the configuration.";
  return `No macro is left. If ${name} inherits the plugin's entry ("tincture/transformer"), take it out where it is written, and build with tsc.`;
}
