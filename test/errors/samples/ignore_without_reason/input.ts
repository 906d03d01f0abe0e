import { call, genserver } from "tincture";

export const Counter = genserver(() => ({
  get: call((): number => 1),
  // tincture-ignore own_call
  own: call(async (): Promise<number> => Counter.get()),
}), { name: "Counter" });
