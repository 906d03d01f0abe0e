/** `reply`: answers a call whose handler did not. Source: GenServer.reply/2. */
import type { PendingCall } from "./pending_call.js";

/** Answers the call of `from`, from any process. The first answer counts; later ones, and one to a caller that has given up, are dropped. */
export function reply(from: PendingCall, value: unknown): void {
  from.reply(value);
}
