import { application, registry } from "tincture";
import * as rt from "tincture/abi";
const Topics = registry("topics", { keys: "duplicate" });
const Worker = rt.genserver("Worker", {
    init() {
        return {};
    },
    handlers: {
        ping: rt.call(() => "pong")
    }
});
const Top = rt.supervisor("Top", { strategy: "one_for_one" }, () => [Topics, Worker]);
export const store = application({ name: "store", start: () => Top, env: { path: "data" } });
export const web = application({
    name: "web",
    needs: () => [store],
    start: () => rt.supervisor(undefined, { strategy: "one_for_all" }, () => [Worker]),
    startPhases: { warm: () => console.log("warm") },
});
