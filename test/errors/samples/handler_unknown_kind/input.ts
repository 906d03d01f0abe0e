import { genserver } from "tincture";

declare const remote: (f: () => void) => any;
export const Server = genserver(() => ({ join: remote(() => {}) }));
