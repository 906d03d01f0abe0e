/**
 * What emitted code calls: `import * as rt from "tincture/abi"`. The plugin has the same names in `transformer/abi.ts`, and a test that they agree.
 *
 * Sources that were ejected (`npx tincture eject`) call it as well, so the types are those that such a source is checked with (abi_type.ts).
 */
import type * as type from "./abi_type.js";
import * as body from "./core/body.js";
import { TinctureError } from "./core/error.js";
import * as fiber from "./core/fiber.js";
import { say } from "./core/message.js";
import * as receiving from "./core/receive.js";
import * as later from "./core/receive_later.js";
import * as selective from "./core/selective.js";
import * as sending from "./core/send.js";
import { uncompiled } from "./not_compiled.js";
import * as server from "./otp/genserver.js";
import * as handler from "./otp/handler.js";
import * as partitioning from "./otp/partition_supervisor.js";
import * as supervising from "./otp/supervisor.js";

export type { Frame, Parked, Skip } from "./abi_type.js";
export { parked } from "./core/fiber.js";
export { portions } from "./core/portion.js";
export { tick } from "./core/scheduler.js";
export { skip } from "./core/selective.js";
export { dbg } from "./dbg.js";
export { hidden } from "./otp/genserver.js";
export { array, map, object, optional, rest, set, tuple } from "./otp/validator/composite.js";
export {
  anyObject,
  bigint,
  boolean,
  builtIn,
  defined,
  literal,
  never,
  number,
  string,
  unknown,
} from "./otp/validator/simple.js";
export { type, union } from "./otp/validator/union.js";

/** The same function with its public type. */
const typed = <T>(fn: unknown): T => fn as T;

export const wait: type.Wait = typed(fiber.wait);
export const waitCall: type.WaitCall = typed(fiber.waitCall);
export const tailCall: type.TailCall = typed(fiber.tailCall);
export const process: type.ProcessFunction = typed(fiber.process);
export const iterator: type.IteratorOf = typed(fiber.iterator);
export const receive: type.Receive = typed(receiving.receive);
export const receiveLater: type.ReceiveLater = typed(later.receiveLater);
export const after: type.AfterFunction = typed(selective.after);
export const self: type.Self = typed(sending.self);
export const send: type.Send = typed(sending.send);
export const sendFresh: type.Send = typed(sending.sendFresh);

export const spawn: type.Spawn = typed(body.spawn);
export const spawnLink: type.Spawn = typed(body.spawnLink);
export const spawnMonitor: type.SpawnMonitor = typed(body.spawnMonitor);
export const run: type.Run = typed(body.run);

export const genserver: type.GenserverFunction = typed(server.genserver);
export const restore: type.Restore = typed(server.restore);
export const call: type.CallHandler = typed(handler.call);
export const callLater: type.CallLaterHandler = typed(handler.callLater);
export const cast: type.CastHandler = typed(handler.cast);
export const info: type.InfoHandler = typed(handler.info);
export const afterInit: type.AfterInitHandler = typed(handler.afterInit);
export const idle: type.IdleHandler = typed(handler.idle);
export const terminate: type.TerminateHandler = typed(handler.terminate);
export const upgrade: type.UpgradeHandler = typed(handler.upgrade);

export const supervisor: type.SupervisorFunction = typed(supervising.supervisor);
export const dynamicSupervisor: type.DynamicSupervisorFunction = typed(supervising.dynamicSupervisor);
export const partitionSupervisor: type.PartitionSupervisorFunction = typed(partitioning.partitionSupervisor);

/**
 * The value of an operation, waited for where it has to be: `const n = yield* rt.waited(rt.wait(promise))`. The form of ejected code; the plugin writes the
 * same out in place, `(tmp = rt.wait(promise)) === rt.parked ? yield : tmp`, which makes no generator object.
 */
export function* waited<T>(operation: T | type.Parked): type.Frame<T> {
  return operation === fiber.parked ? ((yield) as T) : operation;
}

/** What a macro is in the output of its module: it was there for the compiler, and fails when it is called. */
export const macro: (name: string) => () => never = uncompiled;

/** What code that the plugin rejected becomes: it was reported when it was compiled, and fails when it is reached. */
export function rejected(code: string, text: string): never {
  throw new TinctureError(code, say("rejected", { text }));
}
