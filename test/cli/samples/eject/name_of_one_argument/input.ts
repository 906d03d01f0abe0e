// The name is made of one of two arguments.
import { call, genserver, registry, via } from "tincture";

const Rooms = registry("Rooms", { keys: "unique" });

export const Room = genserver((name: string, size: number) => {
  let guests = 0;
  return { enter: call(() => ++guests <= size), name: call(() => name) };
}, { name: (name) => via(Rooms, name) });

export const open = (name: string) => Room.start(name, 2);
