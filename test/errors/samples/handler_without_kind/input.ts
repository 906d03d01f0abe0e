import { call, genserver } from "tincture";

export const Server = genserver(() => ({
  join: (user: string) => user,
  leave(user: string) { return user; },
  get size() { return 1; },
  ok: call(() => 1),
}));
