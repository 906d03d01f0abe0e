// A room and its guests.
import { type Pid } from "tincture";
import * as rt from "tincture/abi";

export interface Guest {
  readonly name: string;
  readonly pid: Pid<string>;
}

const shorten = (name: string, length: number): string => name.slice(0, length);

interface RoomState {
  readonly room: string;
  readonly guests: Map<string, Guest>;
}

// A helper.
const greeting = (state: RoomState, guest: Guest): string =>
  `welcome to ${state.room},
  ${guest.name}`;

/** Who is in a room. */
export const Room = rt.genserver("Room", {
  init(room: string): RoomState {
    return {
      room,
      // Everybody, by name.
      guests: new Map<string, Guest>()
    };
  },
  handlers: {
    join: rt.call((state: RoomState, guest: Guest): string => {
      state.guests.set(guest.name, guest); // a second one of that name takes the place

      return greeting(state, guest);
    }, () => [rt.object({ name: rt.string, pid: rt.builtIn("Pid") })]),
    leave: rt.cast((state: RoomState, name: string) => void state.guests.delete(name), () => [rt.string]),
  },
  accepts: () => [rt.string]
}, { name: "Room" });

export const label = (name: string): string => {
  const text = /* no longer than a line */ shorten(name, 20);
  console.log(text);
  return String(text);
};

// What has nothing of a macro stays     as it   is.
export function untouched( ) { return   0x10 }
