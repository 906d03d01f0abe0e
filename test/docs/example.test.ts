// What the package exports is explained where it is written: a doc comment for all, and for all that is there at run time an example, which is
// type-checked, compiled and run; what it says to give, it gives.
import { describe, expect, test } from "vitest";
import { documented, programOf, shownIn } from "./example.js";
import { outcomeOf, typeErrors } from "./program.js";

const all = documented();
const examples = all.flatMap((item) =>
  item.examples.map((text, i) => ({ name: `${item.name}${i === 0 ? "" : ` ${i + 1}`}`, item, text })),
);

describe("public exports", () => {
  test("each has a doc comment, and so have the functions of objects", () => {
    expect(all.filter(({ text }) => text === "").map(({ name }) => name)).toEqual([]);
  });

  test("each that is there at run time has an example", () => {
    const values = all.filter(({ needsExample }) => needsExample);
    expect(values.length).toBeGreaterThan(60);
    expect(values.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test("every example shows a value", () => {
    expect(examples.filter(({ text }) => shownIn(text) === 0).map(({ name }) => name)).toEqual([]);
  });
});

describe("examples", () => {
  const programs = examples.map(({ item, text }) => programOf(text, item, all));
  const errors = typeErrors(programs);

  test.for(examples.map(({ name }, i) => ({ name, i })))("$name", ({ i }) => {
    const program = programs[i] as string;
    expect(errors[i], program).toBe("");
    const { mistakes, printed, code } = outcomeOf(program, `example/${i}`);
    expect(mistakes).toBe("");
    expect(code, `${printed}\n${program}`).toBe(0);
  });

  test.for([
    ["tincture: pipe", "pipe(4, Math.sqrt); // => 3"],
    ["tincture/testing: inProcess", 'test("wrong", inProcess(() => {\n  self() === self(); // => false\n}));'],
  ] as const)("a wrong value fails: %s", ([name, text]) => {
    const program = programOf(text, all.find((item) => item.name === name)!, all);
    expect(program).toMatch(/assert\.deepEqual\((pipe\(4, Math.sqrt\), 3|self\(\) === self\(\), false)\);/);
    const { mistakes, code } = outcomeOf(program, "example/wrong");
    expect([mistakes, code]).toEqual(["", 1]);
  });
});
