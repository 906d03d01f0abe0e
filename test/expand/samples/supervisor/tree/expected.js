import { registry } from "tincture";
import * as rt from "tincture/abi";
const Rooms = registry("rooms", { keys: "unique", partitions: 2 });
const Worker = rt.genserver("Worker", {
    init(n) {
        return { n };
    },
    handlers: {
        get: rt.call((state) => state.n)
    }
});
// A block of the user's own code: it stays as it is.
export const Pool = rt.supervisor("Pool", { strategy: "rest_for_one", maxRestarts: 10, autoShutdown: "any_significant" }, (size, owner) => {
    const workers = Array.from({ length: size }, (_, n) => Worker.child(n).with({ id: `worker ${n}` }));
    console.log(owner);
    return [Rooms, ...workers, Worker.child(-1).with({ id: "last", restart: "transient", significant: true })];
});
export const Sessions = rt.dynamicSupervisor("Sessions", { name: "sessions", maxChildren: 100 });
export const Others = rt.dynamicSupervisor("Others");
export const Copies = rt.partitionSupervisor("Copies", { partitions: 4 }, (n) => Worker.child(n));
export const Top = rt.supervisor("Top", { strategy: "one_for_one" }, (size) => [
    Pool.child(size, undefined),
    Sessions,
    Copies, // the copies
    rt.supervisor(undefined, { strategy: "one_for_all", name: "inner" }, () => [Worker.child(1)]),
]);
