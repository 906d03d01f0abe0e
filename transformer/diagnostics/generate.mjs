// Makes transformer/diagnostics/messages.ts and docs/errors/*.md from messages/compile.md, the only place where message text is written.
// `node transformer/diagnostics/generate.mjs` writes them; with --check nothing is written and the exit code is 1 when something differs.
//
// Shape: "## 70001 name", "> error", "hint: ...", docs text   ->   { name: { code, text, hint, related, words } } and docs/errors/name.md
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const source = "messages/compile.md";
const pages = "docs/errors";

function readEntries() {
  const parts = readFileSync(join(root, source), "utf8").split(/^## /m).slice(1);
  const entries = parts.map((part) => {
    const match = /^(70\d{3}) ([a-z_]+)\n\n> (.+)\n\nhint: (.+)\n\n(?:related: (.+)\n\n)?([\s\S]+)$/.exec(part);
    if (match === null) throw new Error(`${source}: not an entry: ${part.slice(0, 60)}`);
    const [, code, name, text, hint, related = "", docs] = match;
    return { code, name, text, hint, related, docs: docs.trim() };
  });
  for (const key of ["code", "name"]) {
    const values = entries.map((entry) => entry[key]);
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined) throw new Error(`${source}: ${twice} is used twice`);
  }
  return entries;
}

/** A string as the formatter writes it: in the quotes that need fewer backslashes. */
function quoted(text) {
  if (text.split('"').length <= text.split("'").length) return JSON.stringify(text);
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

/** The `{words}` to fill in. */
const wordsIn = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, word]) => word))];

function filesOf(entries) {
  const lines = entries.flatMap(({ code, name, text, hint, related }) => [
    `  ${name}: {`,
    `    code: ${code},`,
    `    text: ${quoted(text)},`,
    `    hint: ${quoted(hint)},`,
    `    related: ${quoted(related)},`,
    `    words: [${wordsIn(text + hint + related)
      .map((word) => quoted(word))
      .join(", ")}],`,
    "  },",
  ]);
  const files = new Map();
  files.set(
    "transformer/diagnostics/messages.ts",
    `// Generated from ${source} by generate.mjs. Change the text there.\nexport const messages = {\n${lines.join("\n")}\n} as const;\n`,
  );
  for (const { code, name, text, hint, docs } of entries)
    files.set(`${pages}/${name}.md`, `# ${name} (TS${code})\n\n> ${text}\n\n${docs}\n\nHint: ${hint}\n`);
  return files;
}

const files = filesOf(readEntries());
const check = process.argv.includes("--check");
const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined);
const stale = existsSync(join(root, pages))
  ? readdirSync(join(root, pages))
      .map((file) => `${pages}/${file}`)
      .filter((path) => path.endsWith(".md") && !files.has(path))
  : [];
const changed = [...files].filter(([path, text]) => read(path) !== text).map(([path]) => path);

if (check) {
  for (const path of [...changed, ...stale]) console.error(`${path} is not what ${source} says; run generate.mjs`);
  process.exitCode = changed.length + stale.length > 0 ? 1 : 0;
} else {
  mkdirSync(join(root, pages), { recursive: true });
  for (const path of changed) writeFileSync(join(root, path), files.get(path));
  for (const path of stale) rmSync(join(root, path));
}
