import { pipe } from "tincture";

declare const parser: { parse(text: string): string[]; deep: { count(list: string[]): number } };
declare function read(): string;

// A stage that is a method keeps its object.
export const count = pipe("a b", parser.parse, parser.deep.count);
// The value comes first: `parser.parse` is looked up after `read()`.
export const late = pipe(read(), parser.parse);
export const known = pipe(read(), JSON.parse, Object.keys, console.log);
