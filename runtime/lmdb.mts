export * from "./lmdb.js";
