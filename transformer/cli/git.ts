// What git says of a folder: is there something that would be lost?
import { execFileSync } from "node:child_process";

/** Why files here should not be rewritten: a reason in words, or undefined when all of them are committed. */
export function uncommitted(folder: string, files: readonly string[]): string | undefined {
  let output: string;
  try {
    output = execFileSync("git", ["status", "--porcelain", "--ignored", "--", ...files], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return "This folder is not under git, so there would be no way back.";
  }
  const all = output.split("\n").filter((line) => line !== "");
  if (all.length === 0) return undefined;
  const ignored = all.filter((line) => line.startsWith("!!"));
  return ignored.length > 0
    ? listed("git ignores some of the files, so there would be no way back:", ignored)
    : listed("Some of the files have changes that are not committed:", all);
}

function listed(what: string, lines: readonly string[]): string {
  const shown = lines.slice(0, 10).map((line) => `  ${line}`);
  const more = lines.length > shown.length ? [`  and ${lines.length - shown.length} more`] : [];
  return [what, ...shown, ...more].join("\n");
}
