import { call, genserver, registry, via } from "tincture";

const Rooms = registry<string>("Rooms", { keys: "unique" });
export const Room = genserver((room: string) => ({
  join: call((user: string) => `${user} in ${room}`),
}), { name: room => via(Rooms, room) });
