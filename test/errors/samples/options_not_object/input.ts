import { application, call, dynamicSupervisor, genserver, registry, supervisor } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));

export const Keys = (registry as any)("keys", "unique");
export const Top = (supervisor as any)("one_for_one", () => [Worker.child().with(5)]);
export const Rooms = (dynamicSupervisor as any)(100);
export const app = (application as any)("app", () => Top);
