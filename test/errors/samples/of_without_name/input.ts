import { call, genserver } from "tincture";

export const Room = genserver((room: string) => ({ name: call(() => room) }));

export const Lobby = Room.with({ name: "lobby" });
await Room.of("lobby").name();
await Room.at("lobby").name();
