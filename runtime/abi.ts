/**
 * What emitted code calls: `import * as rt from "tincture/abi"`. The plugin has the same names in `transformer/abi.ts`, and a test that they agree.
 *
 * Not for people: the names may change with every version, together with the plugin.
 */
import { TinctureError } from "./core/error.js";
import { say } from "./core/message.js";
import { notCompiled } from "./not_compiled.js";

export { run, spawn, spawnLink, spawnMonitor } from "./core/body.js";
export { parked, process, tailCall, wait, waitCall } from "./core/fiber.js";
export { portions } from "./core/portion.js";
export { receive } from "./core/receive.js";
export { receiveLater } from "./core/receive_later.js";
export { tick } from "./core/scheduler.js";
export { after, skip } from "./core/selective.js";
export { self, send, sendFresh } from "./core/send.js";
export { dbg } from "./dbg.js";
export { genserver, hidden } from "./otp/genserver.js";
export { afterInit, call, callLater, cast, idle, info, terminate, upgrade } from "./otp/handler.js";
export { partitionSupervisor } from "./otp/partition_supervisor.js";
export { dynamicSupervisor, supervisor } from "./otp/supervisor.js";

/** What a macro is in the output of its module: it was there for the compiler, and fails when it is called. */
export function macro(name: string): () => never {
  return function stub(): never {
    throw notCompiled(name, stub);
  };
}

/** What code that the plugin rejected becomes: it was reported when it was compiled, and fails when it is reached. */
export function rejected(code: string, text: string): never {
  throw new TinctureError(code, say("rejected", { text }));
}
