// What the compiler writes where it knows the types: samples/NAME/input.ts beside the JavaScript, compiled as tspc does it.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type ts from "typescript";
import ts59 from "typescript59";
import { expect, test } from "vitest";
import { root, suite } from "../suite.js";
import { emitted } from "./program.js";

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

test("a build that would not write a file again when the types of others change has none, unless it is told to", () => {
  const options = { isolatedModules: true, composite: true };
  expect([...emitted(input, { options }).values()]).not.toEqual([rtString]);
  expect([...emitted(input, { options, plugin: { validators: true } }).values()]).toEqual([rtString]);
  expect([...emitted(input, { options: { isolatedModules: true } }).values()]).toEqual([rtString]);
});
