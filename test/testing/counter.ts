// The server that tests of schedules and crashes play with.
import { call, cast, genserver } from "tincture";

export const Counter = genserver(
  (start: number) => {
    let n = start;
    return {
      get: call(() => n),
      set: cast((to: number) => {
        n = to;
      }),
      add: call((k: number) => {
        n += k;
        return n;
      }),
    };
  },
  { name: "Counter" },
);
