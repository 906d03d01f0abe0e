import { type Call, call, cast, genserver, info, self, send, via, registry } from "tincture";

export const Counter = genserver(() => {
  let count = 0;
  const next = () => ++count;
  const later = async (): Promise<number> => Counter.next();
  return {
    next: call((): number => next()),
    twice: call(async (): Promise<number> => { await Counter.next(); return next(); }),
    helped: call(async (): Promise<number> => await later()),
    every: cast((): void => { [1, 2].forEach(() => void Counter.next()); }),
    here: call(async (): Promise<number> => Counter.at(self()).next()),
    // Fine: a cast to itself is handled later, and so is a message.
    reset: cast((): void => { count = 0; }),
    restart: cast((): void => { Counter.reset(); send(self(), "again"); }),
    other: info(() => {}),
  };
}, { name: "Counter" });

const Rooms = registry<string>("Rooms", { keys: "unique" });
export const Room = genserver((room: string) => ({
  size: call((): number => 1),
  own: call(async (): Promise<number> => Room.of(room).size()),
  // Fine: another room.
  next: call(async (): Promise<number> => Room.of(`${room}2`).size()),
}), { name: room => via(Rooms, room) });

// Fine: the second one asks the first.
export const Primary = genserver((): { ask: Call<[], number>; copy: Call<[], number> } => ({
  ask: call(() => 1),
  copy: call(async () => Primary.ask()),
}), { name: "Primary" });
export const Secondary = Primary.with({ name: "Secondary" });
