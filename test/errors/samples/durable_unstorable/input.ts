import { createConnection, type Socket } from "node:net";
import { call, genserver, self, sendAfter, type Pid, type TimerRef } from "tincture";
import { memory } from "tincture/store";

class Player { constructor(readonly name: string) {} }
interface Seat { readonly user: string; readonly socket: Socket }

export const Room = genserver((room: string) => {
  let onJoin = (user: string) => user;
  const seen = new WeakMap<object, string>();
  const first = new Player("ann");
  let timer = setTimeout(() => {}, 10);
  const socket = createConnection(80);
  const seats = new Map<string, Seat[]>();
  // Fine: data, pids, timers of processes, a helper, what is left out.
  const users = new Map<string, { pids: Pid[]; at: Date; size: bigint }>();
  let later: TimerRef | undefined = sendAfter(self(), 1, 10);
  const greet = (user: string) => onJoin(user) + room;
  const log = createConnection(81);
  return { join: call((user: string) => { greet(user); later = undefined; users.clear(); seen.get(first); clearTimeout(timer); socket.end(); log.end(); return seats.size; }) };
}, { name: "Room", durable: { store: memory(), except: ["log"] } });
