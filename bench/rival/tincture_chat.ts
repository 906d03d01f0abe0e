/**
 * The mixed program: 1,000 rooms under a dynamic supervisor with names in a registry, 10,000 users, ten to a room. A user who is told to speak calls the
 * room by its name; the room sends the text to its ten users, who count what they hear. Each time that all have spoken ten rooms are killed and start
 * again, and their users join again.
 *
 * Shape: `chat(count)` is `count` users speaking, 10,000 at a time, in a town that is built once.
 */
import assert from "node:assert/strict";
import {
  call,
  cast,
  dynamicSupervisor,
  exit,
  genserver,
  info,
  monitor,
  type Pid,
  receive,
  registry,
  run,
  self,
  send,
  setLogger,
  supervisor,
  via,
  whereis,
} from "tincture";

const ROOMS = 1000;
const USERS = 10_000;
const KILLED = 10;

interface Heard {
  readonly tag: "heard";
  readonly room: number;
  readonly text: string;
}

const Rooms = registry<number>("chat rooms", { keys: "unique" });

const ChatRoom = genserver(
  (room: number) => {
    const users = new Map<string, Pid<Heard>>();

    return {
      join: call((user: string, pid: Pid<Heard>) => {
        users.set(user, pid);
        return users.size;
      }),
      post: call((text: string) => {
        for (const pid of users.values()) send(pid, { tag: "heard", room, text });
        return users.size;
      }),
    };
  },
  { name: (room) => via(Rooms, room) },
);

const User = genserver((name: string, room: number) => {
  let spoken = 0;
  let heard = 0;

  return {
    join: call(() => ChatRoom.of(room).join(name, self())),
    speak: cast(async (text: string) => {
      await ChatRoom.of(room).post(text);
      spoken++;
    }),
    spoken: call(() => spoken),
    heard: call(() => heard),
    messages: info((message: Heard) => {
      if (message.room === room) heard++;
    }),
  };
});

const RoomSupervisor = dynamicSupervisor({ maxRestarts: 1_000_000, name: "RoomSupervisor" });
const ChatSupervisor = supervisor({ strategy: "one_for_one" }, () => [Rooms, RoomSupervisor]);

/** The users, by number; user `i` is in room `i % ROOMS`. */
async function build(): Promise<Pid[]> {
  setLogger({ error() {}, warn() {}, info() {} });
  await ChatSupervisor.start();
  for (let room = 0; room < ROOMS; room++) await RoomSupervisor.startChild(ChatRoom.child(room));
  const users: Pid[] = [];
  for (let i = 0; i < USERS; i++) {
    const user = await User.start(`user ${i}`, i % ROOMS);
    await User.at(user).join();
    users.push(user);
  }
  return users;
}

/** Kills a room, waits for its next life, and lets its users join. */
async function crash(room: number, users: readonly Pid[]): Promise<void> {
  const pid = whereis(via(Rooms, room)) as Pid;
  monitor(pid);
  exit(pid, "kill");
  await receive();
  await RoomSupervisor.countChildren(); // It has restarted the room before it answers.
  for (let i = room; i < USERS; i += ROOMS) await User.at(users[i] as Pid).join();
}

async function sum(users: readonly Pid[], ask: (user: Pid) => Promise<number>): Promise<number> {
  let total = 0;
  for (const user of users) total += await ask(user);
  return total;
}

let town: Promise<Pid[]> | undefined;
let rounds = 0;

export async function chat(count: number): Promise<void> {
  town ??= build();
  const users = await town;
  await run(async () => {
    for (let left = count; left > 0; left -= USERS) {
      for (const user of users) User.at(user).speak("hello");
      rounds++;
      assert.equal(await sum(users, (user) => User.at(user).spoken()), rounds * USERS);
      assert.equal(await sum(users, (user) => User.at(user).heard()), rounds * USERS * (USERS / ROOMS));
      for (let room = 0; room < KILLED; room++) await crash((rounds * KILLED + room) % ROOMS, users);
    }
  });
}
