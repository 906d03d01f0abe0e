// tincture doctor: does the plugin really run, in every place of this project where TypeScript is compiled? Nothing is changed.
import { styleText } from "node:util";
import { textOf } from "../diagnostics/report.js";
import { thisCopy } from "../hosts/copies.js";
import { versionMistake } from "../hosts/version.js";
import { type Command, Refusal, type Terminal } from "./command.js";
import { type Finding, hintOf, Probe } from "./probe.js";
import { copiesIn, isNative, type Surroundings, surroundingsOf } from "./surroundings.js";

export const doctor: Command = {
  name: "doctor",
  usage: "",
  summary: "say for each tool of the project whether the plugin runs in it",
  help: [
    "Compiles a probe with every tool of the project that compiles TypeScript, under the tool's own configuration, and says for each whether macros are compiled, and what to do where they are not.",
    "Before that it looks at versions: of TypeScript beside ts-patch, of the tools, and whether there are two copies of tincture. Nothing is changed.",
  ].join("\n\n"),
  options: {},
  run(operands, _given, terminal) {
    if (operands.length > 0) throw new Refusal("doctor takes no operands: call it in the folder of a project.", 2);
    return examine(surroundingsOf(terminal.folder), terminal);
  },
};

/** Prints a line for each thing that was looked at. Gives the exit code. */
export function examine(project: Surroundings, terminal: Terminal): number {
  terminal.out(`${describe(project)}\n`);
  const findings: [string, Finding][] = generalFindings(project).map((finding) => ["versions", finding]);
  const canCompile = findings.length === 0;
  if (canCompile) findings.push(["versions", { state: "works", text: "they fit together" }]);
  const probe = new Probe(project);
  try {
    // ts-patch comes down with a TypeScript that it doesn't know, before it loads a plugin: what it says then helps nobody.
    if (canCompile) {
      const isPatched = !isNative(project);
      if (isPatched && project.tsconfigs.length === 0)
        findings.push([
          "tspc",
          { state: "wrong", text: "there is no tsconfig.json", hint: "tincture init writes one" },
        ]);
      for (const tsconfig of project.tsconfigs)
        if (isPatched) findings.push(["tspc", probe.tspc(tsconfig)]);
        else findings.push(["tincture build", probe.build(tsconfig)]);
      findings.push(["node", probe.node()]);
      for (const tool of project.tools) findings.push([`${tool.name} ${tool.version ?? ""}`.trim(), probe.of(tool)]);
    }
  } finally {
    probe.end();
  }
  const column = Math.max(...findings.map(([name]) => name.length)) + 2;
  for (const [name, finding] of findings) terminal.out(lineOf(name.padEnd(column), finding, terminal));
  return findings.some(([, { state }]) => state === "wrong") ? 1 : 0;
}

/** "npm, ES modules, TypeScript 6.0.3, ts-patch 4.0.1, Node 20.20.2, tincture 0.1.0". */
export function describe(project: Surroundings): string {
  const { manager, isEsm, typescript, compiler, tsPatch } = project;
  return [
    manager,
    isEsm ? "ES modules" : "CommonJS",
    typescript === undefined ? "no TypeScript" : `TypeScript ${typescript}`,
    ...(isNative(project) && compiler !== undefined ? [`TypeScript ${compiler} beside it`] : []),
    tsPatch === undefined ? "no ts-patch" : `ts-patch ${tsPatch}`,
    `Node ${process.versions.node}`,
    `tincture ${thisCopy.version}`,
  ].join(", ");
}

/** What keeps everything from working, whatever the tool. */
function generalFindings(project: Surroundings): Finding[] {
  const { folder, typescript, compiler, tsPatch } = project;
  const found: Finding[] = [];
  const wrong = (text: string, hint?: string): void => void found.push({ state: "wrong", text, hint });
  const mistake = typescript === undefined ? undefined : versionMistake(typescript);
  if (typescript === undefined)
    wrong("TypeScript is not installed here", "npm install --save-dev typescript@~6.0.3 ts-patch@^4");
  else if (isNative(project) && tsPatch !== undefined) {
    const { text, whole } = textOf("ts_patch_typescript", { tsPatch, version: typescript });
    wrong(text, hintOf(whole));
  } else if (mistake !== undefined && compiler === undefined) wrong(mistake.text, hintOf(mistake.whole));
  else if (typescript.startsWith("6.") && tsPatch?.startsWith("3."))
    wrong(`ts-patch ${tsPatch} does not know TypeScript ${typescript}`, "npm install --save-dev ts-patch@^4");
  const copies = copiesIn(folder);
  if (copies.length > 1) {
    const shown = copies.map((copy) => `${copy.version} (${copy.folder})`).join(" and ");
    const { whole } = textOf("two_copies", { first: "", second: "", file: "" });
    wrong(`two copies of tincture in one project: ${shown}`, hintOf(whole));
  }
  return found;
}

const words = { works: "ok", wrong: "wrong", unknown: "?" } as const;
const colours = { works: "green", wrong: "red", unknown: "yellow" } as const;

function lineOf(name: string, { state, text, hint }: Finding, { isColoured }: Terminal): string {
  const word = words[state].padEnd(5);
  const first = `${isColoured ? styleText(colours[state], word) : word}  ${name}${text}`;
  return hint === undefined ? first : `${first}\n${" ".repeat(7)}hint: ${hint}`;
}
