import { call, genserver } from "tincture";

export const Server = genserver(((n: number) => {
  const next = (() => n + 1) as () => number;
  let label = (("n" as string))!;
  return ({
    next: (call(() => next()) satisfies unknown),
    label: call(((): string => label)),
  } as const);
}), { name: "Server" as const });
