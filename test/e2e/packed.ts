// Before the tests of a run: an empty folder for the tarball that those install which need the packed package (project.ts), gone when the run is over.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder. */
    packed: string;
  }
}

export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "tincture-packed-"));
  provide("packed", folder);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
