import { call, dynamicSupervisor, genserver } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));

export const Rooms = (dynamicSupervisor as any)({ name: "rooms" }, () => [Worker]);
export const Others = dynamicSupervisor((() => [Worker]) as any);
