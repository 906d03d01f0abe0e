import { call, genserver, PartitionSupervisor, supervisor } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));

export const Top = supervisor((() => [Worker]) as never, { strategy: "one_for_one" } as never);
export const Copies = PartitionSupervisor((() => Worker) as never, { partitions: 2 } as never);
