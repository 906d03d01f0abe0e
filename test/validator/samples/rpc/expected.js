import { rpc } from "tincture";
import * as rt from "tincture/abi";
function place(order, ...notes) { }
const handlers = { cancel: async (id, reason) => { } };
function either(value) { }
const logger = { log: (...values) => { } };
export const add = rpc.allow("add", (a, b) => a + b, () => [rt.number, rt.number]);
rpc.allow("place", place, () => [rt.object({ id: rt.string, amount: rt.number }), rt.rest(rt.string)]);
rpc.allow("cancel", handlers.cancel, () => [rt.string, rt.optional(rt.literal("late", "wrong"))]);
rpc.allow("either", either);
rpc.allow("log", logger.log);
rpc.allow("now", Date.now);
export const { allow } = rpc;
