import { config } from "./reads.macro.js";
import { broken } from "./syntax.macro.js";

export const port = config();
broken();
