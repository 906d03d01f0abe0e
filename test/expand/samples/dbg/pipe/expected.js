import * as rt from "tincture/abi";
const sum = (list) => list.reduce((x, y) => x + y, 0);
export const every = rt.dbg(rt.dbg(sum(rt.dbg(parse(rt.dbg("[1, 2]", "\"[1, 2]\"", "input.ts:6:31")), "parse", "input.ts:6:41")), "sum", "input.ts:6:48") * 2, "(n) => n * 2", "input.ts:6:53");
export const one = sum(rt.dbg(parse("[1, 2]"), "parse", "input.ts:7:42"));
