// What flows through a pipe: every stage's parameter is inferred from the stage before it.
import { type dbg, pipe, tap } from "tincture";
import { same } from "./same.js";

const shout = (text: string): string => `${text}!`;

const size = pipe(
  21,
  (n) => n * 2,
  String,
  shout,
  tap((text) => same<typeof text, string>(true)),
  (text) => text.length,
);
same<typeof size, number>(true);

const later = pipe.async(
  "a",
  async (text) => text.length,
  (n) => n + 1,
);
same<typeof later, Promise<number>>(true);

// @ts-expect-error a number is no text
pipe(21, shout);

same<ReturnType<typeof dbg<number>>, number>(true);
