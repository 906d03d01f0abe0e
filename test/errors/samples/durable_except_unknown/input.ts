import { call, genserver } from "tincture";
import { memory } from "tincture/store";

export const Room = genserver((room: string) => {
  const users = new Set<string>();
  const socket = { write: (text: string) => text + room };
  return { join: call((user: string) => { users.add(user); socket.write(user); }) };
}, { name: "Room", durable: { store: memory(), except: ["socket", "sockets"] } });
