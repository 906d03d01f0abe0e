/**
 * Says so when a program loads a second copy of the runtime: each has processes and names of its own, so messages between them would vanish without a word.
 *
 * Shape: the first copy leaves its folder where the next one finds it.
 */
import { say } from "./message.js";
import { reportError } from "./report.js";

const key = Symbol.for("tincture/runtime");
const world = globalThis as { [key]?: string };
const folder = __dirname.replaceAll("\\", "/").replace(/(\/dist)?\/runtime\/core$/, "");

world[key] ??= folder;
if (world[key] !== folder)
  reportError({ copies: [world[key], folder] }, say("two_copies", { first: world[key], second: folder }));
