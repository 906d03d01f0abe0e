// Options are checked twice: by the plugin where it sees them, by the runtime when it gets them. Both must know the same options, and the same words for them.
import * as tincture from "tincture";
import transformer from "tincture/transformer";
import ts from "typescript";
import { expect, test } from "vitest";

/** What the plugin says of an expression. */
function compiled(code: string): string {
  const source = `import * as t from "tincture"; export const made = ${code};`;
  const { diagnostics } = transformer.compileFile(ts, source, "input.ts");
  return diagnostics.map(({ messageText }) => String(messageText)).join("\n");
}

/** What the runtime says of it. */
function run(code: string): string {
  try {
    new Function("t", `return ${code};`)(tincture);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

const list = (text: string, after: RegExp): string[] => {
  const found = after.exec(text)?.[1] ?? `nothing found in: ${text}`;
  return found.replace(/\.$/, "").split(/, | or /);
};

const definitions = {
  supervisor: (option: string) => `t.supervisor({ strategy: "one_for_one", ${option} }, () => [])`,
  dynamicSupervisor: (option: string) => `t.dynamicSupervisor({ ${option} })`,
  PartitionSupervisor: (option: string) => `t.PartitionSupervisor({ ${option} }, t.Agent.child(() => 0))`,
  registry: (option: string) => `t.registry("a", { keys: "unique", ${option} })`,
  application: (option: string) => `t.application({ name: "a", start: () => 1, ${option} })`,
};

test.for(Object.entries(definitions))("%s has the same options on both sides", ([, define]) => {
  const code = define("zzzzzzzzzz: 1");
  const known = list(run(code), /its options are (.*)$/);
  expect(list(compiled(code), /Its options are (.*)$/m)).toEqual(known);
  for (const option of known) {
    const wrong = define(`${option}: null`);
    expect(run(wrong), wrong).toContain(`the option ${option} `);
    expect(compiled(wrong), wrong).toContain(`\`${option}\` can't be null`);
  }
});

const words = {
  "strategy of supervisor": (word: string) => `t.supervisor({ strategy: ${word} }, () => [])`,
  "autoShutdown of supervisor": (word: string) => definitions.supervisor(`autoShutdown: ${word}`),
  "strategy of dynamicSupervisor": (word: string) => definitions.dynamicSupervisor(`strategy: ${word}`),
  "strategy of PartitionSupervisor": (word: string) => definitions.PartitionSupervisor(`strategy: ${word}`),
  "keys of registry": (word: string) => `t.registry("a", { keys: ${word} })`,
};

test.for(Object.entries(words))("%s has the same words on both sides", ([, code]) => {
  const wrong = code('"zzzzzzzzzz"');
  const known = list(run(wrong), /to be (.*); got/);
  expect(list(compiled(wrong), /Write (.*)$/m)).toEqual(known);
  for (const word of known) expect([run(code(word)), compiled(code(word))]).toEqual(["", ""]);
});

test("children have the same options and words on both sides", () => {
  const child = (option: string) =>
    `t.supervisor({ strategy: "one_for_one" }, () => [t.Agent.child(() => 0).with({ ${option} })])`;
  const made = (option: string) => `t.Agent.child(() => 0).with({ ${option} })`;
  const known = list(run(made("zzzzzzzzzz: 1")), /there are (.*)$/);
  expect(list(compiled(child("zzzzzzzzzz: 1")), /Its options are (.*)$/m)).toEqual(known);
  for (const option of known) {
    expect(run(made(`${option}: null`)), option).not.toBe("");
    expect(compiled(child(`${option}: null`)), option).toContain(`\`${option}\` can't be null`);
  }
  for (const restart of ["permanent", "transient", "temporary"])
    expect([run(made(`restart: "${restart}"`)), compiled(child(`restart: "${restart}"`))]).toEqual(["", ""]);
  for (const shutdown of ['"brutal_kill"', '"infinity"', "0", "5000", "Infinity"])
    expect([run(made(`shutdown: ${shutdown}`)), compiled(child(`shutdown: ${shutdown}`))]).toEqual(["", ""]);
});
