import { call, cast, genserver } from "tincture";

export const Server = genserver(() => ({
  at: call((n: number) => n),
  "startLink": cast(() => {}),
}));
