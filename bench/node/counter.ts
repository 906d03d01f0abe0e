/** The server that calls of other nodes are measured with. */
import { call, genserver } from "tincture";

export const Counter = genserver(
  () => {
    let count = 0;
    return { next: call(() => ++count) };
  },
  { name: "Counter" },
);
