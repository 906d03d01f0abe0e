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
