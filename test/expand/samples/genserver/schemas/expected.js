import { reply } from "tincture";
import * as rt from "tincture/abi";
import * as z from "zod";
const User = z.object({ id: z.string(), name: z.string().max(100) });
const pair = [User, z.number()];
// Schemas stand behind the function in the output; they are made once, where the server is.
export const Room = rt.genserver("Room", {
    init(room) {
        return { room, users: new Map(), waiting: [] };
    },
    handlers: {
        join: rt.call((state, user) => state.users.set(user.id, user).size, [User]),
        rate: rt.cast((state, { id }, stars) => console.log(state.room, id, stars), pair),
        wait: rt.callLater((state, from, _least) => void state.waiting.push(from), [z.number().int()]),
        open: rt.cast((state) => state.waiting.forEach((from) => reply(from, state.users.size)), []),
        other: rt.info(function* (state, { to }) {
            if (rt.waitCall(console, console.log, to) === rt.parked)
                yield;
        }, [z.object({ tag: z.literal("rename"), to: z.string() })])
    }
});
