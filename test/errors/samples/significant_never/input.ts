import { call, genserver, supervisor } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));

export const Top = supervisor({ strategy: "one_for_one" }, () => [
  Worker.child().with({ significant: true, restart: "transient" }),
]);
