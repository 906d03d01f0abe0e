import { PartitionSupervisor, supervisor } from "tincture";

export const Top = (supervisor as any)({ strategy: "one_for_one" });
export const Copies = (PartitionSupervisor as any)({ partitions: 2 });
