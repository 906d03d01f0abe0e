// What `tincture init` writes into configuration files: in every form that people write them in, only the item is new.
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const { insertItem, insertField } = require(join(root, "dist/transformer/cli/config_text.js"));

const plugins: [string, string][] = [
  ["export default {};", "export default { plugins: [X] };"],
  ["export default { plugins: [] };", "export default { plugins: [X] };"],
  ["export default { plugins: [react()] };", "export default { plugins: [X, react()] };"],
  ["export default { plugins: [ react() ] };", "export default { plugins: [ X, react() ] };"],
  ["export default defineConfig({ a: 1 });", "export default defineConfig({ plugins: [X], a: 1 });"],
  [
    "export default defineConfig(({ mode }) => ({ a: mode }));",
    "export default defineConfig(({ mode }) => ({ plugins: [X], a: mode }));",
  ],
  ["export default (env) => ({ a: env });", "export default (env) => ({ plugins: [X], a: env });"],
  ["module.exports = { plugins: [a] };", "module.exports = { plugins: [X, a] };"],
  [
    "// plugins: [old]\nexport default {\n  // plugins: [older]\n  name: 'plugins: [oldest]',\n  plugins: [\n    a(),\n  ],\n};",
    "// plugins: [old]\nexport default {\n  // plugins: [older]\n  name: 'plugins: [oldest]',\n  plugins: [\n    X,\n    a(),\n  ],\n};",
  ],
  ["export default {\n  a: { plugins: [b] },\n};", "export default {\n  plugins: [X],\n  a: { plugins: [b] },\n};"],
  ["export default { plugins: [\n  // none\n] };", "export default { plugins: [\n  X,\n  // none\n] };"],
];
test.for(plugins)("a plugin: %s", ([before, after]) => expect(insertItem(before, ["plugins"], "X")).toBe(after));

const foreign = [
  "const config = {};\nexport default config;",
  "export default { plugins };",
  "export default { plugins: list };",
  "export default () => { return {}; };",
  "",
];
test.for(foreign)("another form is left to its owner: %s", (text) =>
  expect(insertItem(text, ["plugins"], "X")).toBeUndefined(),
);

const json: [string, string][] = [
  ["{}", '{ "compilerOptions": { "plugins": [X] } }'],
  ['{ "include": ["*"] }', '{ "compilerOptions": { "plugins": [X] }, "include": ["*"] }'],
  [
    '{\n  // all of it\n  "compilerOptions": {\n    "strict": true, /* yes */\n  },\n}',
    '{\n  // all of it\n  "compilerOptions": {\n    "plugins": [X],\n    "strict": true, /* yes */\n  },\n}',
  ],
  [
    '{ "compilerOptions": { "plugins": [{ "name": "next" }] } }',
    '{ "compilerOptions": { "plugins": [X, { "name": "next" }] } }',
  ],
];
test.for(json)("JSON with comments: %s", ([before, after]) =>
  expect(insertItem(before, ["compilerOptions", "plugins"], "X")).toBe(after),
);

test("a field that is there is not written twice", () => {
  expect(insertField('{ "jest": { "preset": "x" } }', ["jest", "transform"], "{}")).toBe(
    '{ "jest": { "transform": {}, "preset": "x" } }',
  );
  expect(insertField('{ "jest": { "transform": {} } }', ["jest", "transform"], "{}")).toBeUndefined();
});
