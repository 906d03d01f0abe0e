export * from "./a.macro.js";
export * from "./b.macro.js";
