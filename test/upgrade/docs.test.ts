// docs/upgrade.md says the truth: its first version runs, its second takes its place as the third block has it. Its links lead to files.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Page } from "../docs/page.js";
import { root } from "../suite.js";
import { linesOf, runProgram, writeProgram } from "./program.js";

const page = new Page("docs/upgrade.md");

test("the example", async () => {
  const [first, second, third] = page.programs.map(({ source }) => source.text);
  const imports = third?.match(/^import .*$/gm)?.join("\n");
  const app = `
import { writeFileSync } from "node:fs";
${imports}
import { Room, Rooms } from "./room.js";
await Rooms.start();
for (const user of ["ann", "bob"]) console.log(await Room.join(user));
writeFileSync("room.ts", ${JSON.stringify(second)});
${third?.replace(/^import .*$/gm, "")}
console.log(await Room.join("cy"), await (Room as any).names());
`;
  const folder = writeProgram("docs", { "room.ts": first ?? "", "app.ts": app });
  expect(linesOf(await runProgram(folder, "app.ts"))).toEqual([
    "1",
    "2",
    "2 processes go on with the new code",
    "3 [ 'ann', 'bob', 'cy' ]",
  ]);
});

test("the links", () => {
  const text = readFileSync(join(root, page.file), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((match) => match[1] as string);
  expect(links.filter((link) => !existsSync(join(root, "docs", link)))).toEqual([]);
});
