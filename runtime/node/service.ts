/**
 * What a node does for others beside having processes: starting servers, calling functions that it has allowed, telling who is in a group.
 *
 * Shape: a service has a name that no process can have, and gets requests as a server does: `call({ name: "$start", node }, ...)`. Source: OTP's rex, net_kernel.
 */
import type { RemoteCaller } from "./remote_caller.js";

/** `caller` is null for a cast; `node` is who asks. */
export type Service = (name: string, payload: unknown, caller: RemoteCaller | null, node: string) => void;

/** The services of this program. */
export const services = new Map<string, Service>();
