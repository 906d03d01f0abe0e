// A room and its guests.
import { call, cast, genserver, pipe, tap, type Pid } from "tincture";

export interface Guest {
  readonly name: string;
  readonly pid: Pid<string>;
}

const shorten = (name: string, length: number): string => name.slice(0, length);

/** Who is in a room. */
export const Room = genserver((room: string) => {
  // Everybody, by name.
  const guests = new Map<string, Guest>();

  // A helper.
  const greeting = (guest: Guest): string =>
    `welcome to ${room},
  ${guest.name}`;

  return {
    join: call((guest: Guest): string => {
      guests.set(guest.name, guest); // a second one of that name takes the place

      return greeting(guest);
    }),
    leave: cast((name: string) => void guests.delete(name)),
  };
}, { name: "Room" });

export const label = (name: string): string =>
  pipe(
    name,
    // no longer than a line
    (text) => shorten(text, 20),
    tap((text) => console.log(text)), // for the log
    String,
  );

// What has nothing of a macro stays     as it   is.
export function untouched( ) { return   0x10 }
