import { call, genserver, registry, via } from "tincture";

const Rooms = registry<string>("Rooms", { keys: "unique" });
export const Room = genserver((room: string) => ({ name: call(() => room) }), { name: "Room" });
export const Hall = genserver((hall: string) => ({ name: call(() => hall) }), { name: () => "Hall" });
export const Lobby = genserver((lobby: string) => ({ name: call(() => lobby) }), { name: lobby => via(Rooms, lobby) });

await Room.of("dev").name();
await Hall.of("dev").name();
// Fine:
await Room.name();
await Lobby.of("dev").name();
