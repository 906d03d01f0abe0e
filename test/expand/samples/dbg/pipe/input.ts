import { dbg, pipe } from "tincture";

declare const parse: (text: string) => number[];
const sum = (list: number[]) => list.reduce((x, y) => x + y, 0);

export const every = dbg(pipe("[1, 2]", parse, sum, (n) => n * 2));
export const one = pipe("[1, 2]", parse, dbg, sum);
