import { call, genserver } from "tincture";

const handler = () => 1;

export const Server = genserver(() => ({ get: call(handler) }));
