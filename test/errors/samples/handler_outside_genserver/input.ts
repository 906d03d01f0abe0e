import { call, cast, genserver, info } from "tincture";

const kept = call(() => 1);
export const Server = genserver(() => {
  const own = info(() => {});
  const list = [cast(() => {})];
  return { get: call(() => [own, list, kept]) };
});
