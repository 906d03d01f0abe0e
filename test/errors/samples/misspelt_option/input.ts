import { application, call, dynamicSupervisor, genserver, supervisor } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));
const rest = { name: "rest" };

export const Top = supervisor({ stategy: "one_for_one", ...rest, intensity: 5, max_seconds: 1 } as any, () => [
  Worker.child().with({ restrat: "transient" } as any),
]);
export const Rooms = dynamicSupervisor({ maxChilds: 5 } as any);
export const app = application({ name: "app", dependencies: [], start: () => Top } as any);
