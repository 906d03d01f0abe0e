import { call, type Call, type Client, genserver, run } from "tincture";
import type { Client as Remote } from "tincture";

type Room = Client<{ join: Call<[user: string], number> }>;

const Lobby = genserver(() => {
  let n = 0;
  return { join: call((_user: string) => ++n) };
}, { name: "lobby" });

// Process code: its client is said to be one.
async function joinTwice(room: Client<{ join: Call<[user: string], number> }>, user: string) {
  await room.join(user);
  return room.join(user);
}
const joinPerhaps = async (room?: Remote<{ join: Call<[user: string], number> }> | undefined) => {
  if (room !== undefined) await room.join("ann");
};

// Ordinary: no name here says what they are given.
async function joinAlias(room: Room) {
  await room.join("ben");
}
async function close(door: { close(): Promise<void> }) {
  await door.close();
}

await run(async () => {
  await Lobby.start();
  console.log(await joinTwice(Lobby, "ann"), await joinPerhaps(Lobby), await joinAlias(Lobby), await close({ async close() {} }));
});
