// The oldest version of each tool that its host works with.
import { type MessageText, textOf } from "../diagnostics/report.js";
import { HostError } from "./project.js";

const oldest: Readonly<Record<string, readonly [number, number]>> = {
  node: [20, 19],
  vite: [6, 0],
  vitest: [3, 0],
  rollup: [4, 0],
  rolldown: [1, 0],
  esbuild: [0, 25],
  webpack: [5, 0],
  rspack: [1, 0],
  jest: [29, 0],
  prettier: [3, 0],
};

/** What to say of a version that is too old; undefined for one that is not, or that isn't known. */
export function hostVersionMistake(host: string, version: string | undefined): MessageText | undefined {
  const needed = oldest[host];
  const [major = 0, minor = 0] = version?.split(".").map(Number) ?? [];
  if (needed === undefined || version === undefined) return undefined;
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return undefined;
  return textOf("host_version", { host, version, needed: needed.join(".") });
}

/** Errors: `host_version`. */
export function checkHostVersion(host: string, version: string | undefined): void {
  const mistake = hostVersionMistake(host, version);
  if (mistake !== undefined) throw new HostError(mistake.whole);
}
