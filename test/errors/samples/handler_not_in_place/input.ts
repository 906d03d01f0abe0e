import { call, cast, genserver, idle } from "tincture";

declare const outside: () => number;
export const Server = genserver((n: number) => {
  const join = () => n;
  return { join: call(join), say: cast(outside), quiet: idle(100, join as () => void), none: (call as any)() };
});
