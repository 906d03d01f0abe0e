export * from "./macro.js";
