import { registry } from "tincture";

export const Keys = registry("", { keys: "unique" });
export const Topics = (registry as any)({ keys: "duplicate" });
