// The transports that the suites of this folder run on.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe } from "vitest";
import { FileDirectory } from "../../dist/runtime/node/local/file_directory.js";
import type { Directory } from "../../dist/runtime/node/transport.js";

/** Gives as many directories of one fresh cluster as asked for. */
export type OpenDirectories = (count: number) => Promise<Directory[] & { 0: Directory; 1: Directory }>;

const undo: (() => unknown)[] = [];
/** Runs at the end of the test, last first. */
const later = (job: () => unknown): void => void undo.push(job);

async function files(count: number): Promise<Directory[]> {
  const folder = mkdtempSync(join(tmpdir(), "tincture-directory-"));
  later(() => rmSync(folder, { recursive: true }));
  return Array.from({ length: count }, () => {
    const directory = new FileDirectory(folder);
    later(() => directory.close());
    return directory;
  });
}

const directories: Record<string, (count: number) => Promise<Directory[]>> = { local: files };

/** Runs a suite once for the directory of every transport. */
export function describeDirectories(suite: (open: OpenDirectories) => void): void {
  describe.for(Object.entries(directories))("%s", ([, open]) => {
    afterEach(async () => {
      for (const job of undo.splice(0).reverse()) await job();
    });
    suite(open as OpenDirectories);
  });
}
