import { call, genserver } from "tincture";

export const None = genserver(() => {
  let n = 0;
});
export const Named = genserver(() => {
  const handlers = { ping: call(() => "pong") };
  return handlers;
});
export const Concise = genserver(() => make());
declare function make(): any;
