// Types of the test kit, as a user meets them.
import { call, genserver, type Pid } from "tincture";
import {
  advance,
  assertReceive,
  assertReceived,
  crash,
  crashOn,
  type Explored,
  explore,
  inProcess,
  refuteReceive,
  startLinkSupervised,
  startSupervised,
  stopSupervised,
  virtualTime,
} from "tincture/testing";
import { same } from "./same.js";

interface Joined {
  readonly tag: "joined";
  readonly user: string;
}
const Room = genserver((topic: string) => ({ topic: call(() => topic) }));
const Lobby = genserver(() => ({ topic: call(() => "lobby") }), { name: "Lobby" });

/** What a test runner gives, and takes. */
interface Context {
  readonly name: string;
}
declare function test(title: string, body: (context: Context) => Promise<void> | void): void;

test(
  "the body gets what the runner gives",
  inProcess(
    async (context) => {
      same<typeof context, Context>(true);

      const pid = await startSupervised(Room.child("lobby"));
      same<typeof pid, Pid>(true);
      const linked: Pid = await startLinkSupervised(Lobby);
      crash(linked);
      await stopSupervised("Lobby");
      await stopSupervised(Lobby);
      // @ts-expect-error a server with init arguments is no child by itself
      await startSupervised(Room);

      const one = await assertReceive((message): message is Joined => message.tag === "joined");
      same<typeof one, Joined>(true);
      const two = await assertReceive<Joined>({ tag: "joined" }, 50);
      same<typeof two, Joined>(true);
      assertReceived((message: Joined) => message.user === "ann");
      await refuteReceive("tick", 0);
      await advance(1000);
      crash("Lobby", "struck");
      crashOn("Lobby", ["topic"], { nth: 2, reason: new Error("gone") });
      // @ts-expect-error milliseconds are a number
      await advance("1s");
    },
    { virtualTime: true },
  ),
);

inProcess(() => {}, { schedules: "all", limit: 10, crashes: { most: 1, of: ["Lobby"] } });
inProcess(() => {}, { schedules: 100, seed: 1, crashes: 2 });
// @ts-expect-error a number, or "all"
inProcess(() => {}, { schedules: "some" });
const explored = await explore(async () => {}, { limit: 5 });
same<typeof explored, Explored>(true);

const time = virtualTime();
await time.advance(5);
time.stop();
