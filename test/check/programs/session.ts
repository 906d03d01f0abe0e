// Sessions ask rooms, rooms only tell sessions: nobody waits in a circle. The rooms are in a file of their own.
import { call, cast, genserver, type Pid, registry, self, via } from "tincture";
import { type Line, Room } from "./session_room.js";

export const Sessions = registry<string>("Sessions", { keys: "unique" });

export const Session = genserver(
  (user: string) => {
    const lines: Line[] = [];
    const rooms = new Set<string>();
    return {
      enter: call(async (room: string): Promise<number> => {
        rooms.add(room);
        return await Room.of(room).enter(user, self() as Pid);
      }),
      say: cast((room: string, text: string) => {
        if (rooms.has(room)) Room.of(room).say({ user, text });
      }),
      told: cast((line: Line) => {
        lines.push(line);
      }),
      history: call(() => lines),
      // Another session is another process.
      whisper: call(async (other: string, text: string): Promise<boolean> => {
        if (other === user) return false;
        await Session.of(other).receive({ user, text });
        return true;
      }),
      receive: call((line: Line): number => lines.push(line)),
    };
  },
  { name: (user) => via(Sessions, user) },
);

export const tell = (user: string, line: Line): void => Session.of(user).told(line);
