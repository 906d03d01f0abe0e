import { rpc } from "tincture";

// Functions that this node allows: wherever they are written, and whatever else the file uses.
interface Order { id: string; amount: number }
function place(order: Order, ...notes: string[]): void {}
const handlers = { cancel: async (id: Order["id"], reason?: "late" | "wrong") => {} };
function either(value: string): void;
function either(value: number): void;
function either(value: unknown): void {}
const logger = { log: (...values: unknown[]) => {} };

export const add = rpc.allow("add", (a: number, b: number) => a + b);
rpc.allow("place", place);
rpc.allow("cancel", handlers.cancel);
rpc.allow("either", either);
rpc.allow("log", logger.log);
rpc.allow("now", Date.now);
export const { allow } = rpc;
