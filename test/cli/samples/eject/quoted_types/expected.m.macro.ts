import { type Expr } from "tincture/macro";
import * as rt from "tincture/abi";
import type Point from "./shape.js";
import type { Shape } from "./shape.js";
import type * as all from "./shape.js";

export type Named = { readonly name: string };
interface Hidden { readonly secret: number }

export const typed = rt.macro("typed",
);
export type { Hidden };
