import { dynamicSupervisor, registry, supervisor } from "tincture";

export const Top = supervisor({ strategy: "one_for_one", modules: [] } as any, () => []);
export const Rooms = dynamicSupervisor({ partitions: 4 } as any);
export const Names = registry("names", { keys: "unique", compressed: true } as any);
