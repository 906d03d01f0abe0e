// docs/cli.md says the truth: what stands below a program is what `expand` prints of it, or what `eject` makes of it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Page } from "../docs/page.js";
import { runTool } from "../e2e/process.js";
import { root } from "../suite.js";
import { ejected } from "./ejection.js";

const [counter, meter] = new Page("docs/cli.md").programs;
const folder = join(root, "build/cli");

function written(name: string, text: string | undefined): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text ?? "");
  return join(folder, name);
}

test("expand", async () => {
  written("counter.ts", counter?.source.text);
  const { output } = await runTool(join(root, "dist/transformer/cli/main.js"), ["expand", "counter.ts"], {
    cwd: folder,
  });
  expect(output).toBe(counter?.output?.text);
});

test("eject", () => {
  const file = written("meter.ts", meter?.source.text);
  expect(ejected([file]).get(file)).toEqual({ text: meter?.output?.text, errors: [] });
});
