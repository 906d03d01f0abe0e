import { call, genserver } from "tincture";

const name = "get";
const more = { ping: call(() => 1) };
export const Server = genserver(() => ({ [name]: call(() => 1), ...more }));
