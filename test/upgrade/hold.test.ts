// Servers that wait for each other are upgraded together: whoever is at work gets its answers from those that are held already, so it can be held too.
import { expect, test } from "vitest";
import { linesOf, runProgram, writeProgram } from "./program.js";

const room = `
import { call, cast, genserver, type Pid, receive, self, send, sleep, supervisor, Task } from "tincture";
import { Hall } from "./hall.js";
const VERSION = 1;
type Told = { readonly tag: "told"; readonly users: number };
/** Asked by all others. */
export const Room = genserver((name: string) => {
  let users = 0;
  return {
    join: call(() => ++users),
    tell: cast((pid: Pid) => send(pid, { tag: "told", users })),
  };
}, { name: (name: string) => name, version: String(VERSION) });
const rooms = ["r0", "r1", "r2"];
const asking = {
  alone: async () => await Room.of("r0").join(),
  together: async () => (await Promise.all(rooms.map((name) => Room.of(name).join()))).length,
  throughAnother: async () => await Hall.of("hall").join(),
  inTask: async () => await Task.await(Task.async(async () => {
    await sleep(2);
    return await Room.of("r1").join();
  })),
  byMessage: async () => {
    Room.of("r2").tell(self());
    return await receive((message: Told) => {
      switch (message.tag) {
        case "told": return message.users;
      }
    });
  },
};
export const ways = Object.keys(asking) as (keyof typeof asking)[];
/** Waits, and then asks a room. */
export const Front = genserver((way: keyof typeof asking) => {
  let asked = 0;
  return {
    join: call(async () => {
      asked++;
      await sleep(5);
      await asking[way]();
      return [VERSION, asked];
    }),
  };
}, { name: (way: string) => way, version: String(VERSION) });
export const Top = supervisor({ strategy: "one_for_one" }, () => [
  Hall.child("hall"),
  ...rooms.map((name) => Room.child(name).with({ id: name })),
  ...ways.map((way) => Front.child(way).with({ id: way })),
]);
`;
/** Not upgraded: stands between two that are. */
const hall = `
import { call, genserver, sleep } from "tincture";
export const Hall = genserver((name: string) => ({
  join: call(async () => {
    await sleep(2);
    const { Room } = await import("./room.js");
    return await Room.of("r0").join();
  }),
}), { name: (name: string) => name });
`;
const main = `
import { Code } from "tincture/upgrade";
import { edit, shown } from "./kit.mjs";
import { Front, Top, ways } from "./room.js";
await Top.start();
let over = false;
const wrong: string[] = [];
const counts = ways.map(async (way) => {
  let [count, version] = [0, 0];
  while (!over && wrong.length === 0) {
    const answer = (await Front.of(way).join().catch((error) => [0, error.message])) as [number, number];
    if (answer[1] !== ++count || answer[0] < version) wrong.push(way + ": " + answer);
    version = answer[0];
  }
  return version;
});
for (let version = 2; version <= 5; version++) {
  edit("room.ts", "VERSION = " + (version - 1), "VERSION = " + version);
  const done = await shown(Code.load("room.ts"));
  console.log(done.processes ?? done);
}
over = true;
console.log([...(await Promise.all(counts)), ...wrong].join(" "));
`;

test("servers that ask each other while they wait, by call, promise, message and through others", async () => {
  const folder = writeProgram("hold", { "room.ts": room, "hall.ts": hall, "main.ts": main });
  expect(linesOf(await runProgram(folder, "main.ts"))).toEqual(["9", "9", "9", "9", "5 5 5 5 5"]);
});
