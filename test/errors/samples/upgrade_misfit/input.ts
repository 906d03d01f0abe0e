import { call, genserver, upgrade } from "tincture";

type Version1 = { room: string; users: string[]; topic: number };

/** Right: what is left out is carried over, a constant may be another number, and both ways of an `if` fit. */
export const Right = genserver((room: string) => {
  let users = new Map<string, number>();
  const limit = 5;
  const free = () => limit - users.size;
  return {
    count: call(() => [room, free()]),
    upgrade: upgrade(async (old: Version1, from) => {
      if (from === "0") return { room: old.room, users: new Map(), limit: 3 };
      return { users: new Map(old.users.map(user => [user, 0] as const)) };
    }),
  };
}, { version: "2" });

export const Wrong = genserver((room: string) => {
  let users = new Map<string, number>();
  let topic = "none";
  const free = () => 5 - users.size;
  return {
    count: call(() => [room, topic, free()]),
    upgrade: upgrade((old: Version1) => ({
      users: old.users,
      members: 3,
    })),
  };
}, { version: "2" });

export const Carried = genserver((room: string) => {
  let users = new Map<string, number>();
  let topic = "none";
  return {
    count: call(() => [room, topic, users.size]),
    upgrade: upgrade((old: Version1) => ({ room: old.room, topic: `${old.topic}` })),
  };
}, { version: "2" });

export const Unknown = genserver((room: string) => {
  let users = 0;
  return { count: call(() => room + users), upgrade: upgrade((old: any) => old) };
});
