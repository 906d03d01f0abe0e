// The name is made of one of two arguments.
import { registry, via } from "tincture";
import * as rt from "tincture/abi";

const Rooms = registry("Rooms", { keys: "unique" });

interface RoomState {
  readonly name: string;
  readonly size: number;
  guests: number;
}

export const Room = rt.genserver("Room", {
  init(name: string, size: number): RoomState {
    return { name, size, guests: 0 };
  },
  handlers: { enter: rt.call((state: RoomState) => ++state.guests <= state.size), name: rt.call((state: RoomState) => state.name) },
  accepts: () => [rt.string, rt.number]
}, { name: (name) => via(Rooms, name) });

export const open = (name: string) => Room.start(name, 2);
