import { call, callLater, cast, genserver, info, reply, type From } from "tincture";
import * as z from "zod";

const User = z.object({ id: z.string(), name: z.string().max(100) });
const pair = [User, z.number()] as const;

// Schemas stand behind the function in the output; they are made once, where the server is.
export const Room = genserver((room: string) => {
  const users = new Map<string, z.infer<typeof User>>();
  const waiting: From<number>[] = [];
  return {
    join: call({ args: [User] }, (user) => users.set(user.id, user).size),
    rate: cast({ args: pair }, ({ id }, stars) => console.log(room, id, stars)),
    wait: callLater({ args: [z.number().int()] }, (from: From<number>, _least) => void waiting.push(from)),
    open: cast({ args: [] }, () => waiting.forEach((from) => reply(from, users.size))),
    other: info({ message: z.object({ tag: z.literal("rename"), to: z.string() }) }, async ({ to }) => {
      await console.log(to);
    }),
  };
});
