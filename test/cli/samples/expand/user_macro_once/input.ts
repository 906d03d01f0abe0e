import { counter } from "./counter.macro.js";

export const Two = counter(2);
