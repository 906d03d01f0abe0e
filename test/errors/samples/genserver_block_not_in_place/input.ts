import { call, genserver } from "tincture";

const block = () => ({ ping: call(() => "pong") });
export const Server = genserver(block);
