import { call, genserver, registry, supervisor, Task, via } from "tincture";

const Rooms = registry("rooms", { keys: "unique" });
const Room = genserver((name: string) => ({ name: call(() => name) }), { name: (name: string) => via(Rooms, name) });
const Worker = genserver((n: number) => ({ get: call(() => n) }));
const Clock = genserver(() => ({ now: call(() => 1) }), { name: "clock" });
const first = Worker.child(0).with({ restart: "transient" });

export const Top = supervisor({ strategy: "one_for_one" }, () => [
  Rooms,
  Room.child("lobby"),
  Room.child("kitchen"),
  first,
  Worker.child(2),
  Clock,
  Worker.child(3).with({ id: "clock" }),
  supervisor({ strategy: "one_for_one", name: "rooms" }, () => []),
  Task.child(() => {}),
  Task.child(() => {}),
]);

// Each of these has its own id.
const Named = genserver((n: number) => ({ get: call(() => n) }), { name: (n: number) => `named ${n}` });
export const Fine = supervisor({ strategy: "one_for_one" }, () => [
  Named.child(1),
  Named.child(2),
  Worker.child(1),
  Worker.child(2).with({ id: "second" }),
  Clock.with({ name: "other clock" }),
  Clock,
]);
