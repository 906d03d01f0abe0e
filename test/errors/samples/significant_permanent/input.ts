import { call, genserver, supervisor, Task } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));

export const Top = supervisor({ strategy: "one_for_one", autoShutdown: "any_significant" }, () => [
  Worker.child().with({ significant: true }),
  Task.child(() => {}).with({ significant: true }),
]);
