import { call, genserver, supervisor } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));

export const Top = supervisor({ strategy: "one_for_one" }, [Worker, Worker.child()] as never);
export const Alone = supervisor({ strategy: "one_for_one" }, Worker as never);
