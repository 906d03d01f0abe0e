import { type Application, application, supervisor } from "tincture";

const Top = supervisor({ strategy: "one_for_one" }, () => []);

export const store: Application = application({ name: "store", needs: () => [cache], start: () => Top });
export const log = application({ name: "log", start: () => Top });
export const cache: Application = application({ name: "cache", needs: [log, store], start: () => Top });
export const web = application({ name: "web", needs: [cache, log], start: () => Top });
export const alone: Application = application({ name: "alone", needs: () => [alone], start: () => Top });
