// Neovim itself, without a window, set up as docs/editor.md says: what it shows of a file with |>.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../suite.js";
import { run } from "./process.js";
import { entryIn, install } from "./project.js";

const source = `import { pipe } from "tincture";
const add = (a: number, b: number): number => a + b;
export const x = 1 |> add(2);
export const y = 1 |> add("x");
export const stages = [pipe];
`;

/** Neovim 0.7, as Debian has it, knows `vim.lsp.start` as two steps. */
const older = `vim.lsp.start = vim.lsp.start or function(config) vim.lsp.buf_attach_client(0, vim.lsp.start_client(config)) end`;

/** Opens the file, waits for what is wrong in it, and asks what stands behind the first |>. */
const session = `vim.cmd("edit main.ts")
vim.wait(100000, function() return #vim.diagnostic.get(0) >= 2 end, 50)
for _, each in ipairs(vim.diagnostic.get(0)) do
  print(("%d:%d %s"):format(each.lnum + 1, each.col + 1, tostring(each.code)))
end
local place = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = 2, character = 23 } }
for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/hover", place, 60000)) do
  print(answer.result.contents.value)
end
vim.cmd("qall!")
`;

test("Neovim shows errors at their places, and types behind |>", async () => {
  const project = await install(["typescript@6.0.3", "typescript-language-server@5.3.0"]);
  const plugins = [{ ...entryIn("docs/editor.md"), pipelineOperator: true }];
  project.configure({ plugins });
  project.write("main.ts", source);
  const page = readFileSync(join(root, "docs/editor.md"), "utf8");
  const setUp = /```lua\n(.*?)```/s.exec(page)?.[1];
  project.write("init.lua", `${older}\nvim.cmd("filetype on")\n${setUp}\n${session}`);
  const { output, code } = await run("nvim", ["--headless", "-u", "NONE", "-c", "luafile init.lua"], {
    cwd: project.folder,
  });
  expect(code, output).toBe(0);
  const lines = output.replaceAll("\r", "").split("\n");
  expect(lines.filter((line) => /^\d+:\d+ /.test(line))).toEqual(["4:27 2345", "5:24 70001"]);
  expect(output).toContain("const add: (a: number, b: number) => number");
});
