// What git says of a folder: is there something that would be lost?
import { execFileSync } from "node:child_process";

/** Why files here should not be rewritten: a reason in words, or undefined when all of them are committed. */
export function uncommitted(folder: string, files: readonly string[]): string | undefined {
  let output: string;
  try {
    output = execFileSync("git", ["status", "--porcelain", "--", ...files], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return "This folder is not under git, so there would be no way back.";
  }
  const lines = output.split("\n").filter((line) => line !== "");
  if (lines.length === 0) return undefined;
  const shown = lines.slice(0, 10).map((line) => `  ${line}`);
  const more = lines.length > shown.length ? [`  and ${lines.length - shown.length} more`] : [];
  return ["Some of the files have changes that are not committed:", ...shown, ...more].join("\n");
}
