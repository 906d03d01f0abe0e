import { application, registry, supervisor } from "tincture";

export const Top = supervisor({ maxRestarts: 3 } as any, () => []);
export const Keys = registry("keys", { keys: undefined } as any);
export const app = application({ name: "app" } as any);

// What a spread brings is not seen.
const options = { strategy: "one_for_one" } as const;
export const Fine = supervisor({ ...options, maxRestarts: 3 }, () => []);

// Without options at all.
export const Names = (registry as any)("names");
export const nothing = (application as any)();
