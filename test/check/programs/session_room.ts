import { call, cast, type Down, genserver, info, monitor, type Pid, registry, via } from "tincture";
import { tell } from "./session.js";

export interface Line {
  readonly user: string;
  readonly text: string;
}

export const Rooms = registry<string>("Rooms", { keys: "unique" });

export const Room = genserver(
  (room: string) => {
    const users = new Map<string, Pid>();
    return {
      enter: call((user: string, pid: Pid) => {
        users.set(user, pid);
        monitor(pid);
        return users.size;
      }),
      say: cast((line: Line) => {
        for (const user of users.keys()) tell(user, { ...line, text: `${room}: ${line.text}` });
      }),
      other: info((message: Down) => {
        if (message.tag !== "DOWN") return;
        for (const [user, pid] of users) if (pid === message.pid) users.delete(user);
      }),
    };
  },
  { name: (room) => via(Rooms, room) },
);
