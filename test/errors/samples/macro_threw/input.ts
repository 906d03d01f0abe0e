import { checked } from "./m.macro.js";

export const port = checked("8o80");
export const rest = 1;
