// The versions of TypeScript that the compiler works in, and the one sentence for all others.
import type { TypeScriptApi } from "../ts.js";

/** Throws when `typescript` is none of the versions supported: from 5.9, below 7. */
export function checkVersion(typescript: Pick<TypeScriptApi, "version">): void {
  const [major = 0, minor = 0] = typescript.version.split(".").map(Number);
  if (major === 6 || (major === 5 && minor >= 9)) return;
  const advice =
    major >= 7
      ? "TypeScript 7 has no plugins: install typescript@~6.0.3 to compile, and keep 7 for checking types."
      : "Install typescript@~6.0.3 with ts-patch@^4, or typescript@~5.9.3 with ts-patch@^3.3.";
  throw new Error(`tincture compiles with TypeScript 5.9 and 6.0; this is ${typescript.version}. ${advice}`);
}
