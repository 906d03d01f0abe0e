// What the checkout must not hold: paths of the machine it was written on, hosts of registries, dependencies that nobody decided on.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../suite.js";

/** All files of the checkout that are, or would be, committed. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "");

const read = (file: string): string => {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return ""; // deleted, but not yet from the index
  }
};

test("no path of a machine and no registry host", () => {
  // Written in parts, or this file would find itself.
  const folders = ["work", "farm", "home", "root", "Users"].map((name) => `(?<![\\w.}-])/${name}/\\w`);
  const pattern = new RegExp([...folders, ["https?://registry", ""].join("\\."), `"resolved": "${"http"}`].join("|"));
  const found = files.flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
  expect(found).toEqual([]);
});

test("dependencies are few, and each was decided on", () => {
  const manifest = JSON.parse(read("package.json"));
  const everyUser = ["magic-string", "msgpackr", "unplugin"];
  const peers = [
    "@nats-io/jetstream",
    "@nats-io/kv",
    "@nats-io/transport-node",
    "@opentelemetry/api",
    "lmdb",
    "piscina",
    "ts-morph",
    "ts-patch",
    "typescript",
  ];
  expect(everyUser).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies ?? {})));
  expect(peers).toEqual(expect.arrayContaining(Object.keys(manifest.peerDependencies)));
  expect(Object.keys(manifest.peerDependenciesMeta).sort()).toEqual(Object.keys(manifest.peerDependencies).sort());
  expect(Object.keys(manifest.devDependencies).length).toBeLessThanOrEqual(30);
});
