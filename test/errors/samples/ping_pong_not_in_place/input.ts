import { ping_pong } from "tincture";

const block = () => {};
ping_pong(block);
