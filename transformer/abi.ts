// The names that emitted code calls on the runtime: `rt.spawn(...)`, `rt.parked`. One list; the other side is the exports of runtime/abi.ts,
// and a test holds the two together. This half must not import the runtime, types included.

/** The module that emitted code imports. */
export const abiModule = "tincture/abi";

export const abiNames = [
  "parked",
  "skip",
  "wait",
  "waitCall",
  "waited",
  "iterator",
  "receive",
  "receiveLater",
  "after",
  "tick",
  "portions",
  "process",
  "tailCall",
  "self",
  "send",
  "sendFresh",
  "spawn",
  "spawnLink",
  "spawnMonitor",
  "run",
  "genserver",
  "call",
  "callLater",
  "cast",
  "info",
  "afterInit",
  "idle",
  "terminate",
  "upgrade",
  "hidden",
  "supervisor",
  "dynamicSupervisor",
  "partitionSupervisor",
  "dbg",
  "macro",
  "rejected",
] as const;

export type AbiName = (typeof abiNames)[number];
