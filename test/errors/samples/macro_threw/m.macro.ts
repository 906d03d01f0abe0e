import { defmacro, escape, type Expr } from "tincture/macro";

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isNaN(port)) throw new Error(`"${text}" is no port`);
  return port;
}

export const checked = defmacro((text: Expr<string>) => {
  const { shape } = text;
  return escape(shape.kind === "literal" ? parsePort(String(shape.value)) : 0);
});

export const zeros = defmacro((n: Expr<number>) => {
  const { shape } = n;
  return escape(new Array<number>(shape.kind === "literal" ? Number(shape.value) : 0).fill(0));
});

/** Never ends. */
const depthOf = (code: Expr): number => 1 + depthOf(code);
export const depth = defmacro((code: Expr<() => unknown>) => escape(depthOf(code)));
