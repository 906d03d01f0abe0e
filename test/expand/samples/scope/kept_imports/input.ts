// The licence of this file.

import { pipe, receive, run, self, send, skip, type Pid, via } from "tincture";
import { readFile } from "node:fs/promises";

export type Named = typeof via;
export const me: Promise<Pid> = run(async () => { await receive((m: number) => (m > 1 ? m : skip)); return self(); });
export const text = pipe("a.txt", (path) => readFile(path, "utf8"));
export { pipe };
