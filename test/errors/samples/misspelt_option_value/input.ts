import { call, dynamicSupervisor, genserver, registry, supervisor } from "tincture";

const Worker = genserver((n: number) => ({ get: call(() => n) }), { name: (n: number) => `worker ${n}` });

export const Top = supervisor({ strategy: "oneForOne" as never, autoShutdown: "any" as never }, () => [
  Worker.child(1).with({ shutdown: "kill" as never }),
  Worker.child(2).with({ restart: "always" as never }),
  Worker.child(3).with({ restart: "temporery" as never, shutdown: "forever" as never }),
]);
export const Rooms = dynamicSupervisor({ strategy: "one-for-one" as never });
export const Keys = registry("keys", { keys: "uniq" as never });
