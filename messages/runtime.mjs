// Makes runtime/core/message_table.ts and the pages docs/errors/runtime/*.md of messages/runtime.md. With --check it only says whether they are up to date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const check = process.argv.includes("--check");
const source = readFileSync("messages/runtime.md", "utf8");

/** @type {{ key: string, text: string, docs: string }[]} */
const entries = source
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [key, ...lines] = section.trim().split("\n");
    const message = lines.filter((line) => line.startsWith("> ")).map((line) => line.slice(2));
    const hints = lines.filter((line) => line.startsWith("hint: "));
    const docs = lines.filter((line) => !line.startsWith("> ") && !line.startsWith("hint: "));
    return { key, text: [...message, ...hints].join("\n"), docs: docs.join("\n").trim() };
  });

const table = `// Generated from messages/runtime.md by \`npm run build\`. Change the text there.
export const messageTable = {
${entries.map(({ key, text }) => `  ${/^\w+$/.test(key) ? key : JSON.stringify(key)}:\n    ${JSON.stringify(text)},`).join("\n")}
} as const;
`;

const pages = new Map();
for (const { key, text, docs } of entries) {
  const [code, variant] = key.split("/");
  const page = pages.get(code) ?? `# ${code}\n`;
  const intro = variant === undefined && docs !== "" ? `\n${docs}\n` : "";
  pages.set(code, `${page}\n\`\`\`text\n${text}\n\`\`\`\n${intro}`);
}

const outputs = new Map([["runtime/core/message_table.ts", table]]);
for (const [code, page] of pages) outputs.set(`docs/errors/runtime/${code}.md`, page);
mkdirSync("docs/errors/runtime", { recursive: true });
let stale = 0;
for (const [file, text] of outputs) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  stale++;
  if (check) console.log(`${file} is not up to date with messages/runtime.md: run npm run build`);
  else writeFileSync(file, text);
}
process.exit(check && stale > 0 ? 1 : 0);
