import { application, call, genserver, GenServer, spawn, supervisor, Task } from "tincture";

const Worker = genserver((n: number) => ({ get: call(() => n) }), { name: "worker" });
const app = application({ name: "app", start: () => Top });
function makeWorker() {
  return Worker.child(1);
}

export const Top = supervisor({ strategy: "one_for_one" }, () => [
  "worker",
  42,
  () => Worker.child(1),
  makeWorker,
  class {},
  [Worker],
  { id: "worker", restart: "permanent" },
  Worker.start(1),
  Worker.child,
  Worker.get(),
  spawn(() => {}),
  Task.async(() => 1),
  GenServer.startLink({ init: () => ["ok", 1] }, null),
  app,
  undefined,
] as any);
