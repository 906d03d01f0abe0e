import { call, dynamicSupervisor, genserver, PartitionSupervisor, registry, supervisor, type Pid } from "tincture";

const Rooms = registry("rooms", { keys: "unique", partitions: 2 });
const Worker = genserver((n: number) => ({ get: call(() => n) }));

// A block of the user's own code: it stays as it is.
export const Pool = supervisor({ strategy: "rest_for_one", maxRestarts: 10, autoShutdown: "any_significant" }, (size: number, owner: Pid) => {
  const workers = Array.from({ length: size }, (_, n) => Worker.child(n).with({ id: `worker ${n}` }));
  console.log(owner);
  return [Rooms, ...workers, Worker.child(-1).with({ id: "last", restart: "transient", significant: true })];
});

export const Sessions = dynamicSupervisor({ name: "sessions", maxChildren: 100 });
export const Others = dynamicSupervisor();
export const Copies = PartitionSupervisor({ partitions: 4 }, (n) => Worker.child(n));
export const Top = supervisor<[number]>({ strategy: "one_for_one" }, (size) => [
  Pool.child(size, undefined as any),
  Sessions,
  Copies, // the copies
  supervisor({ strategy: "one_for_all", name: "inner" }, () => [Worker.child(1)]),
]);
