import { genserver, call } from "tincture";
import * as t from "tincture";
export { pipe as flow } from "tincture";
export { genserver as server, call as request, t };
export * from "./more.js";
export const tap = (f: (n: number) => number) => f(1);
export default (n: number) => n;
