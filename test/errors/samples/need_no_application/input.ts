import { application, supervisor } from "tincture";

const Top = supervisor({ strategy: "one_for_one" }, () => []);

export const web = application({ name: "web", needs: ["store", Top] as any, start: () => Top });
