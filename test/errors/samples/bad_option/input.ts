import { call, dynamicSupervisor, genserver, PartitionSupervisor, registry, supervisor } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));
const none = 0;

export const Top = supervisor({ strategy: "one_for_one", maxRestarts: -1, maxSeconds: none }, () => [
  Worker.child().with({ id: "", restart: 5 as never }),
  Worker.child().with({ id: "late", shutdown: Number.NaN, significant: "no" as never }),
]);
export const Rooms = dynamicSupervisor({ maxChildren: "many" as never, name: "" });
export const Copies = PartitionSupervisor({ partitions: 0 }, Worker);
export const Keys = registry("keys", { keys: "unique", listeners: "one" as never });
