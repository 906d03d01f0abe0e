import { call, exit, genserver, ignore } from "tincture";

export const Server = genserver((n: number) => {
  if (n === 0) return ignore();
  if (n === 1) return exit("normal");
  if (n === 2) return { zero: call(() => 0) };
  if (n === 3) return;
  const helper = () => { return 1; };
  return { one: call(() => helper()) };
});
