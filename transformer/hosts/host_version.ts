// The oldest version of each tool that its host works with.
import { textOf } from "../diagnostics/report.js";
import { HostError } from "./project.js";

const oldest: Readonly<Record<string, readonly [number, number]>> = {
  vite: [6, 0],
  rollup: [4, 0],
  rolldown: [1, 0],
  esbuild: [0, 25],
  webpack: [5, 0],
  rspack: [1, 0],
  jest: [29, 0],
};

/** Errors: `host_version`. A version that isn't known passes. */
export function checkHostVersion(host: string, version: string | undefined): void {
  const needed = oldest[host];
  const [major = 0, minor = 0] = version?.split(".").map(Number) ?? [];
  if (needed === undefined || version === undefined) return;
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return;
  throw new HostError(textOf("host_version", { host, version, needed: needed.join(".") }).whole);
}
