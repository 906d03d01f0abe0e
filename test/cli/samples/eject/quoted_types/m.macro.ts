import { defmacro, type Expr, quote, unquote } from "tincture/macro";
import type Point from "./shape.js";
import type { Shape } from "./shape.js";
import type * as all from "./shape.js";

export type Named = { readonly name: string };
interface Hidden { readonly secret: number }

export const typed = defmacro(<T>(value: Expr<T>) =>
  quote(() => {
    const seen: T[] = [];
    seen.push(unquote(value));
    const shapes: Map<string, Shape> = new Map<string, Shape>();
    const named: Named = { name: "n" };
    const hidden: Hidden = { secret: 1 };
    const point: Point & Partial<all.Shape> = { x: 1, y: 2 };
    const f = <U>(u: U): U => u;
    return { seen, shapes, named, hidden: hidden.secret, point, u: f<T | undefined>(seen[0]) };
  }),
);
