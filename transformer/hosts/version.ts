// The versions of TypeScript that the compiler works in: from 5.9, below 7.
import { type MessageText, textOf } from "../diagnostics/report.js";

/** What to say of a version that is not supported; undefined for one that is. */
export function versionMistake(version: string): MessageText | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === 6 || (major === 5 && minor >= 9)) return undefined;
  const advice =
    major >= 7
      ? "TypeScript 7 has no plugins. Keep it for checking types, and install @typescript/typescript6@^6 beside it to compile: docs/typescript7.md."
      : "Install typescript@~6.0.3 with ts-patch@^4, or typescript@~5.9.3 with ts-patch@^3.3.";
  return textOf("typescript_version", { version, advice });
}
