import { defmacro, type Expr, quote, report, unquote } from "tincture/macro";

export const shout = defmacro((text: Expr<string>) => {
  if (text.shape.kind === "literal") return quote(() => unquote(text).toUpperCase());
  const hint = text.shape.kind === "identifier" ? `Write the text of ${text.text} here.` : undefined;
  report(text, "shout takes a text written in place.", hint);
  return undefined;
});
