// `break` and `continue`: where they lead. TypeScript's checker says what is wrong with them, but not every host has one.
import { ts } from "../ts.js";
import { isLoop, isType } from "./look.js";

/** A `break` or `continue` in a piece of code that leads out of it, or out of the function that it stands in. */
export function strayJump(code: ts.Node): ts.BreakOrContinueStatement | undefined {
  return find(code, { labels: [], isLoop: false, isSwitch: false });
}

/** Does the body of a loop with these labels go on with its next turn anywhere? */
export function continues(body: ts.Node, labels: readonly ts.Identifier[], isNested = false): boolean {
  if (isType(body) || ts.isFunctionLike(body) || ts.isClassStaticBlockDeclaration(body)) return false;
  if (ts.isContinueStatement(body)) {
    const { label } = body;
    return label === undefined ? !isNested : labels.some(({ text }) => text === label.text);
  }
  const within = isNested || isLoop(body);
  return ts.forEachChild(body, (child) => continues(child, labels, within) || undefined) === true;
}

/** "continue outer" */
export function jumpText(jump: ts.BreakOrContinueStatement): string {
  const word = ts.isBreakStatement(jump) ? "break" : "continue";
  return jump.label === undefined ? word : `${word} ${jump.label.text}`;
}

/** What a jump may lead to. */
interface Targets {
  readonly labels: readonly string[];
  readonly isLoop: boolean;
  readonly isSwitch: boolean;
}

function find(node: ts.Node, targets: Targets): ts.BreakOrContinueStatement | undefined {
  if (isType(node)) return undefined;
  if (ts.isBreakOrContinueStatement(node)) return leads(node, targets) ? undefined : node;
  let within = targets;
  if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node))
    within = { labels: [], isLoop: false, isSwitch: false };
  else if (ts.isLabeledStatement(node)) within = { ...targets, labels: [...targets.labels, node.label.text] };
  else if (isLoop(node)) within = { ...targets, isLoop: true };
  else if (ts.isSwitchStatement(node)) within = { ...targets, isSwitch: true };
  return ts.forEachChild(node, (child) => find(child, within));
}

function leads(jump: ts.BreakOrContinueStatement, { labels, isLoop, isSwitch }: Targets): boolean {
  if (jump.label !== undefined) return labels.includes(jump.label.text);
  return isLoop || (isSwitch && ts.isBreakStatement(jump));
}
