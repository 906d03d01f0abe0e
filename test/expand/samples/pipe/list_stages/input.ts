import { pipe } from "tincture";

interface Film { readonly title: string; readonly year: number }
declare const films: readonly Film[];

// Each step stays a step: the order of what the functions do, and who throws first, is seen.
export const titles = pipe(
  films,
  (list) => list.filter((film) => film.year > 1990),
  (list) => list.map((film) => film.title),
  (list) => list.reduce((all, title) => `${all}, ${title}`, ""),
);
