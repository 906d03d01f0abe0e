import { call, genserver } from "tincture";

export const Server = genserver(() => {
  var count = 0;
  if (count === 0) { var inner = 1; }
  const helper = () => { var own = 1; return own; };
  return { get: call(() => count + inner + helper()) };
});
