// The import rules of the two halves: who may know whom. A broken rule is reported as "file -> what it imports".
import ts from "typescript";
import { expect, test } from "vitest";
import { type Import, type Source, sources, walk } from "./source.js";

const runtime = sources("runtime");
// What is in builtin/ is written as a user's macros are, and imports the package by its name; the compiler reads it as text.
const transformer = sources("transformer").filter((file) => !file.path.startsWith("transformer/builtin/"));

/** "file -> import" for every import of `files` that `forbidden` picks. */
function broken(files: readonly Source[], forbidden: (item: Import, file: Source) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((item) => forbidden(item, file)).map((item) => `${file.path} -> ${item.specifier}`),
  );
}

const isOwnName = (specifier: string): boolean => /^tincture(\/|$)/.test(specifier);
const within = (path: string | undefined, ...folders: string[]): boolean =>
  path === undefined || folders.some((folder) => path.startsWith(`${folder}/`));

test("there are sources to check", () => {
  expect(runtime.length).toBeGreaterThan(0);
  expect(transformer.length).toBeGreaterThan(0);
});

test("transformer and runtime never import each other, types included", () => {
  expect(broken(runtime, (item) => isOwnName(item.specifier) || !within(item.target, "runtime"))).toEqual([]);
  expect(broken(transformer, (item) => isOwnName(item.specifier) || !within(item.target, "transformer"))).toEqual([]);
});

test("every layer of the runtime imports only the layers below it", () => {
  const above = ["node", "upgrade", "store", "observer"];
  const allowed: Record<string, string[]> = { core: ["core"], otp: ["core", "otp"], wire: ["core", "wire"] };
  for (const layer of above) allowed[layer] = ["core", "otp", "wire", layer];
  allowed.testing = ["core", "otp", "testing"];
  for (const [layer, below] of Object.entries(allowed)) {
    const files = runtime.filter((file) => within(file.path, `runtime/${layer}`));
    const isShared = (item: Import) => item.target === "runtime/not_compiled.ts";
    const isBelow = (item: Import) => within(item.target, ...below.map((name) => `runtime/${name}`));
    expect(broken(files, (item) => !isBelow(item) && !(layer === "testing" && isShared(item)))).toEqual([]);
  }
});

test("the runtime needs nothing but Node, and each optional peer in one place alone", () => {
  const isPeer = (item: Import, file: Source) =>
    (within(file.path, "runtime/node/nats") && item.specifier.startsWith("@nats-io/")) ||
    (file.path === "runtime/store/lmdb.ts" && item.specifier === "lmdb");
  const isForeign = (item: Import) => item.target === undefined && !item.specifier.startsWith("node:");
  expect(broken(runtime, (item, file) => isForeign(item) && !isPeer(item, file))).toEqual([]);
});

test("only transformer/ts.ts imports typescript as a value", () => {
  const others = transformer.filter((file) => file.path !== "transformer/ts.ts");
  expect(broken(others, (item) => item.specifier === "typescript" && !item.typeOnly)).toEqual([]);
});

test("only transformer/ast/build.ts and its parts use TypeScript's node factory", () => {
  const users = transformer.filter((file) => {
    let uses = false;
    walk(file.tree, (node) => {
      if (ts.isPropertyAccessExpression(node) && node.name.text === "factory") uses = true;
    });
    return uses;
  });
  const others = users.map((file) => file.path).filter((path) => !/^transformer\/ast\/build(_\w+)?\.ts$/.test(path));
  expect(others).toEqual([]);
});

// Types may refer to each other in a circle (a process has a fiber, a fiber has a process): nothing of that is left when the files are loaded.
test("no import cycles", () => {
  expect(cycles([...runtime, ...transformer])).toEqual([]);
});

/** Every cycle once, as "a -> b -> a". */
function cycles(files: readonly Source[]): string[] {
  const targets = new Map(
    files.map((file) => [file.path, file.imports.flatMap((item) => (item.typeOnly ? [] : (item.target ?? [])))]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): void => {
    const seen = trail.indexOf(path);
    if (seen !== -1) found.push([...trail.slice(seen), path].join(" -> "));
    if (seen !== -1 || done.has(path)) return;
    for (const target of new Set(targets.get(path) ?? [])) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
}
