// The phase between find and expand that only reports: every check looks at the file, comments silence, options decide how grave a finding is.
//
// Flow: facts -> checks -> findings -> minus those that are silenced -> diagnostics, in the order of the file; then what is wrong with the silences.
import { distance } from "../ast/look.js";
import { diagnosticAt, type MessageName, type MessageValues, spanOf, textOf } from "../diagnostics/report.js";
import { ts } from "../ts.js";
import type { Check, Finding, Level } from "./check.js";
import type { Facts } from "./facts.js";
import { type Ignore, ignoresIn } from "./ignore.js";
import { checks } from "./list.js";

/** How grave a finding of a check is, where it isn't as the check says. */
export type CheckLevels = Readonly<Record<string, Level | "off">>;

/** What the checks find in a file. `given` counts only where nothing is wrong with it: `mistakeInLevels` says that once for a program. */
export function checksAt(given: CheckLevels): (facts: Facts) => ts.DiagnosticWithLocation[] {
  const levels = mistakeInLevels(given) === undefined ? given : {};
  const active = checks.filter((check) => levels[check.name] !== "off");
  return (facts) => {
    const { file } = facts;
    const findings: Finding[] = [];
    for (const check of active) check.find(facts, findings);
    const ignores = ignoresIn(file);
    const used = new Set<Ignore>();
    const shown = findings.filter((finding) => {
      const { line } = file.getLineAndCharacterOfPosition(finding.place.getStart(file));
      const ignore = ignores.find(
        (each) => each.name === finding.check.name && each.line === line && each.reason !== "",
      );
      if (ignore !== undefined) used.add(ignore);
      return ignore === undefined;
    });
    const made = shown.map((finding) => diagnosticOf(finding, levels));
    made.push(...ignores.flatMap((ignore) => mistakeIn(ignore, used.has(ignore), active, facts)));
    return made.sort((a, b) => a.start - b.start);
  };
}

function diagnosticOf({ check, place, values, related }: Finding, levels: CheckLevels): ts.DiagnosticWithLocation {
  const level = levels[check.name] ?? check.level;
  const text = textOf(check.name, values as MessageValues<MessageName>);
  return diagnosticAt(
    categoryOf(level),
    text,
    spanOf(place),
    related.map((each) => spanOf(each)),
  );
}

const categoryOf = (level: string): ts.DiagnosticCategory =>
  level === "error" ? ts.DiagnosticCategory.Error : ts.DiagnosticCategory.Warning;

function mistakeIn(
  ignore: Ignore,
  isUsed: boolean,
  active: readonly Check[],
  { file, known }: Facts,
): ts.DiagnosticWithLocation[] {
  const { name, reason, start, length } = ignore;
  const warning = <N extends MessageName>(message: N, values: MessageValues<N>): ts.DiagnosticWithLocation[] => [
    diagnosticAt(ts.DiagnosticCategory.Warning, textOf(message, values), { file, start, length }, []),
  ];
  if (!checks.some((check) => check.name === name))
    return warning("ignore_unknown", { name, near: nearestCheck(name) });
  if (reason === "") return warning("ignore_without_reason", { name });
  // Alone, a file doesn't show everything that a check may find.
  const isKnown = known.checkerFor !== undefined && active.some((check) => check.name === name);
  return isUsed || !isKnown ? [] : warning("ignore_nothing", { name });
}

/** The check whose name is the nearest to this word. */
function nearestCheck(word: string): string {
  const near = checks.map(({ name }) => ({ name, edits: distance(word, name) })).sort((a, b) => a.edits - b.edits);
  return near[0]?.name ?? "";
}

/** What is wrong with the `checks` option of the plugin; undefined when it is right. */
export function mistakeInLevels(levels: unknown): ts.Diagnostic | undefined {
  if (levels === undefined) return undefined;
  const isTable = typeof levels === "object" && levels !== null && !Array.isArray(levels);
  const isWrong = ([name, level]: [string, unknown]): boolean =>
    !checks.some((check) => check.name === name) || !["off", "warning", "error"].includes(level as string);
  const wrong = isTable ? Object.entries(levels).find(isWrong) : (["checks", levels] as const);
  if (wrong === undefined) return undefined;
  const [name, level] = wrong;
  const { code, whole } = textOf("bad_check_option", {
    name,
    level: JSON.stringify(level),
    near: nearestCheck(name),
  });
  return {
    category: ts.DiagnosticCategory.Error,
    code,
    messageText: whole,
    file: undefined,
    start: undefined,
    length: undefined,
  };
}
