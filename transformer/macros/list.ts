// All macros, in the order of the documentation. A new macro is a new file and a line here.
import type { Macro } from "../2-expand/expansion.js";
import { application } from "./application.js";
import { dbg } from "./dbg.js";
import { genserver } from "./genserver/genserver.js";
import { kindMacros } from "./genserver/kind.js";
import { pipe } from "./pipe.js";
import { pipeAsync } from "./pipe_async.js";
import { after, receive } from "./receive.js";
import { registry } from "./registry.js";
import { rpcAllow } from "./rpc.js";
import { send } from "./send.js";
import { run, spawn, spawnLink, spawnMonitor } from "./spawn.js";
import { dynamicSupervisor, partitionSupervisor, supervisor } from "./supervisor/supervisor.js";
import { tap } from "./tap.js";
import { taskMacros } from "./task.js";
import { testingMacros } from "./testing.js";

const list: readonly Macro[] = [
  pipe,
  pipeAsync,
  tap,
  dbg,
  spawn,
  spawnLink,
  spawnMonitor,
  run,
  send,
  receive,
  after,
  genserver,
  ...kindMacros,
  supervisor,
  dynamicSupervisor,
  partitionSupervisor,
  registry,
  application,
  ...taskMacros,
  rpcAllow,
  ...testingMacros,
];

export const macros: ReadonlyMap<string, Macro> = new Map(list.map((macro) => [macro.name, macro]));
