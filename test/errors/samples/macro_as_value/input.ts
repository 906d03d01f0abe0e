import { genserver, pipe, receive, spawn } from "tincture";
import * as t from "tincture";

const stages = [pipe, t.dbg];
export const make = genserver;
export const kinds = { call: t.call, receive };
export const later = t.pipe.async;
console.log(typeof pipe, new (pipe as any)());
// These are functions of the runtime as well.
export const start = [spawn, t.run];

import * as macros from "./m.macro.js";
import { one } from "./m.macro.js";

export const kept = one;
export const both = { one, again: macros.one };
console.log([1].map(one), one());
