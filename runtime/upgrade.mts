export * from "./upgrade.js";
