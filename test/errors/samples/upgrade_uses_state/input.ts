import { call, genserver, upgrade } from "tincture";

export const Server = genserver((name: string) => {
  let count = 0;
  const reset = () => { count = 0; };
  return {
    get: call(() => count),
    up: upgrade((old: { count: number }) => { reset(); return { name, count: old.count }; }),
  };
});
