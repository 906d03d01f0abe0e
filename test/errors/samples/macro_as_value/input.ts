import { genserver, pipe, receive, spawn } from "tincture";
import * as t from "tincture";

const stages = [pipe, t.dbg];
export const make = genserver;
export const kinds = { call: t.call, receive };
export const later = t.pipe.async;
console.log(typeof pipe, new (pipe as any)());
// These are functions of the runtime as well.
export const start = [spawn, t.run];
