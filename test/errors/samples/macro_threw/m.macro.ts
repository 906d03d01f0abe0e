import { defmacro, escape, type Expr, quote, unquote } from "tincture/macro";

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

/** Puts a statement where a value stands. */
export const firstOf = defmacro((body: Expr<() => void>) => {
  const { shape } = body;
  const first = shape.kind === "function" ? shape.statements?.[0] : undefined;
  return quote(() => [unquote(first ?? escape(undefined))]);
});
