import { genserver, pipe, run, type Pid } from "tincture";
import * as t from "tincture";

const double = (n: number) => n * 2;
// Whoever hides the import means his own.
export function own(pipe: (n: number) => number, t: { run(): void }) {
  t.run();
  return pipe(1);
}
export function inner() {
  const run = () => 1;
  { const pipe = double; pipe(2); }
  return run() + pipe(3, double);
}
export const { genserver: renamed = 1 } = { genserver: 2 } as { genserver?: number };
export type run = Pid;
export const ran = t.run(() => t.pipe(4, double));
