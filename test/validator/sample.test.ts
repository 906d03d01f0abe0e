// What the compiler writes where it knows the types: samples/NAME/input.ts beside the JavaScript, compiled as tspc does it.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type ts from "typescript";
import ts59 from "typescript59";
import { expect, test } from "vitest";
import { root, suite } from "../suite.js";
import { emitted, incremental } from "./program.js";

const folder = join(root, "test/validator/samples");
const inputs = readdirSync(folder).map((name) => join(folder, name, "input.ts"));
const texts = emitted(inputs);

suite("test/validator/samples", (sample) => ({ "expected.js": texts.get(sample.input) as string }));

test("TypeScript 5.9 makes the same of them", () => {
  expect(ts59.version).toMatch(/^5\.9\./);
  expect(emitted(inputs, { typescript: ts59 as unknown as typeof ts })).toEqual(texts);
});

const input = inputs.slice(0, 1);
const rtString = expect.stringContaining("rt.string");

test("`validators: false` leaves them out", () => {
  expect([...emitted(input, { plugin: { validators: false } }).values()]).not.toEqual([rtString]);
});

test.for([{}, { isolatedModules: true }, { verbatimModuleSyntax: true }] as ts.CompilerOptions[])(
  "a build that keeps its results writes a server again when a type that it speaks of changes: %o",
  (options) => {
    const build = incremental(options);
    const first = build({ "user.ts": "export interface User { name: string }" });
    expect(first.get("room.js")).toContain("rt.object({ name: rt.string })");
    expect([...build({}).keys()]).toEqual([]);
    const second = build({ "user.ts": "export interface User { name: string; age: number }" });
    expect(second.get("room.js")).toContain("rt.object({ name: rt.string, age: rt.number })");
    expect([...second.keys()]).not.toContain("alone.js");
  },
);
