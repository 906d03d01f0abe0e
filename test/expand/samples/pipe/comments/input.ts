import { pipe, run, sleep } from "tincture";

declare const parse: (text: string) => number;
declare const ok: boolean;

export function value(text: string) {
  return pipe(
    // the text
    text,
    // becomes a number
    parse,
    (n) => /* plus one */ n + 1,
  );
}
export const choice = (text: string) => {
  return (
    // only if it is ok
    ok ? pipe(text, parse) : undefined
  );
};
export const arrow = (text: string) =>
  // the longer way
  pipe(
    text,
    // last
    (t) => parse(t),
  );
run(async () =>
  // a little
  sleep(5));
