/** The mixed program of tincture_chat.ts with mailboxes by hand. "Killed" is a room that is told to stop; a new one takes its place in the map. */
import assert from "node:assert/strict";
import { Mailbox } from "./mailbox_queue.js";

const ROOMS = 1000;
const USERS = 10_000;
const KILLED = 10;

type Reply = (value: number) => void;
type RoomRequest =
  | { readonly tag: "join"; readonly name: string; readonly user: User; readonly reply: Reply }
  | { readonly tag: "post"; readonly text: string; readonly reply: Reply }
  | { readonly tag: "stop" };
type UserRequest =
  | { readonly tag: "heard"; readonly room: number; readonly text: string }
  | { readonly tag: "speak"; readonly text: string }
  | { readonly tag: "howMany"; readonly what: "spoken" | "heard"; readonly reply: Reply };

const rooms = new Map<number, Room>();

class Room {
  readonly mailbox = new Mailbox<RoomRequest>();

  constructor(readonly number: number) {
    rooms.set(number, this);
    void this.#loop();
  }

  async #loop(): Promise<void> {
    const users = new Map<string, User>();
    for (;;) {
      const request = await this.mailbox.receive();
      if (request.tag === "stop") return;
      if (request.tag === "join") users.set(request.name, request.user);
      else {
        const { text } = request;
        for (const user of users.values()) user.mailbox.send({ tag: "heard", room: this.number, text });
      }
      request.reply(users.size);
    }
  }
}

class User {
  readonly mailbox = new Mailbox<UserRequest>();

  constructor(
    readonly name: string,
    readonly room: number,
  ) {
    void this.#loop();
  }

  async #loop(): Promise<void> {
    const many = { spoken: 0, heard: 0 };
    for (;;) {
      const request = await this.mailbox.receive();
      if (request.tag === "heard") many.heard += request.room === this.room ? 1 : 0;
      else if (request.tag === "howMany") request.reply(many[request.what]);
      else {
        const { text } = request;
        await new Promise<number>((reply) => rooms.get(this.room)?.mailbox.send({ tag: "post", text, reply }));
        many.spoken++;
      }
    }
  }

  join(): Promise<number> {
    return new Promise((reply) =>
      rooms.get(this.room)?.mailbox.send({ tag: "join", name: this.name, user: this, reply }),
    );
  }

  howMany(what: "spoken" | "heard"): Promise<number> {
    return new Promise((reply) => this.mailbox.send({ tag: "howMany", what, reply }));
  }
}

async function build(): Promise<User[]> {
  for (let room = 0; room < ROOMS; room++) new Room(room);
  const users: User[] = [];
  for (let i = 0; i < USERS; i++) {
    const user = new User(`user ${i}`, i % ROOMS);
    await user.join();
    users.push(user);
  }
  return users;
}

async function crash(room: number, users: readonly User[]): Promise<void> {
  rooms.get(room)?.mailbox.send({ tag: "stop" });
  new Room(room);
  for (let i = room; i < USERS; i += ROOMS) await (users[i] as User).join();
}

async function sum(users: readonly User[], what: "spoken" | "heard"): Promise<number> {
  let total = 0;
  for (const user of users) total += await user.howMany(what);
  return total;
}

let town: Promise<User[]> | undefined;
let rounds = 0;

export async function chat(count: number): Promise<void> {
  town ??= build();
  const users = await town;
  for (let left = count; left > 0; left -= USERS) {
    for (const { mailbox } of users) mailbox.send({ tag: "speak", text: "hello" });
    rounds++;
    assert.equal(await sum(users, "spoken"), rounds * USERS);
    assert.equal(await sum(users, "heard"), rounds * USERS * (USERS / ROOMS));
    for (let room = 0; room < KILLED; room++) await crash((rounds * KILLED + room) % ROOMS, users);
  }
}
