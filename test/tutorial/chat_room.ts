/** The tutorial's second program, step by step: rooms with names in a registry, started on demand under a supervisor. */
import assert from "node:assert/strict";
import {
  CallError,
  call,
  cast,
  type Down,
  dynamicSupervisor,
  exit,
  genserver,
  isAlive,
  monitor,
  type Pid,
  receive,
  registry,
  run,
  StartError,
  stop,
  supervisor,
  via,
  whereis,
} from "tincture";

export const Rooms = registry<string>("Rooms", { keys: "unique" });

export const ChatRoom = genserver(
  (_room: string) => {
    const users: string[] = [];
    const said: [user: string, text: string][] = [];

    return {
      join: call((user: string) => users.push(user)),
      say: cast((user: string, text: string) => {
        said.push([user, text]);
      }),
      history: call(() => said),
      burn: cast(() => exit("room_on_fire")),
    };
  },
  { name: (room: string) => via(Rooms, room) },
);

export const RoomSupervisor = dynamicSupervisor({ name: "RoomSupervisor" });
export const Chat = supervisor({ strategy: "one_for_one" }, () => [Rooms, RoomSupervisor]);

let top: Pid;
let lobby: Pid;
let dev: Pid;

/** Each step needs those before it. */
export const steps: Record<string, () => Promise<void>> = {
  'start rooms "lobby" and "dev"': async () => {
    top = await Chat.start();
    lobby = await RoomSupervisor.startChild(ChatRoom.child("lobby"));
    dev = await RoomSupervisor.startChild(ChatRoom.child("dev"));
    assert.notEqual(lobby, dev);
  },

  'start "lobby" again': async () => {
    const error = await RoomSupervisor.startChild(ChatRoom.child("lobby")).catch((error: unknown) => error);
    assert.ok(error instanceof StartError);
    assert.equal(error.code, "already_started");
    assert.equal(error.pid, lobby);
  },

  "join ann, join bob (call: number of users)": async () => {
    assert.equal(await ChatRoom.of("lobby").join("ann"), 1);
    assert.equal(await ChatRoom.of("lobby").join("bob"), 2);
  },

  'say ann "hello", say bob "hi ann" (cast)': async () => {
    assert.equal(ChatRoom.of("lobby").say("ann", "hello"), undefined);
    assert.equal(ChatRoom.of("lobby").say("bob", "hi ann"), undefined);
  },

  "history lobby / dev": async () => {
    assert.deepEqual(await ChatRoom.of("lobby").history(), [
      ["ann", "hello"],
      ["bob", "hi ann"],
    ]);
    assert.deepEqual(await ChatRoom.of("dev").history(), []);
  },

  'Registry.lookup "lobby"': async () => {
    assert.deepEqual(Rooms.lookup("lobby"), [{ pid: lobby, value: undefined }]);
  },

  "count of the room supervisor": async () => {
    assert.deepEqual(await RoomSupervisor.countChildren(), { active: 2, specs: 2, supervisors: 0, workers: 2 });
  },

  "lobby crashes with exit(:room_on_fire)": async () => {
    const down = await run(async () => {
      monitor(lobby);
      ChatRoom.of("lobby").burn();
      return await receive<Down>();
    });
    assert.deepEqual([down.tag, down.pid, down.reason], ["DOWN", lobby, "room_on_fire"]);
    while (whereis(via(Rooms, "lobby")) === undefined) await new Promise(setImmediate);
    const next = whereis(via(Rooms, "lobby")) as Pid;
    assert.notEqual(next, lobby);
    lobby = next;
    assert.equal(whereis(via(Rooms, "dev")), dev);
    assert.ok(isAlive(dev));
  },

  "history lobby after the restart": async () => {
    assert.deepEqual(await ChatRoom.of("lobby").history(), []);
  },

  "terminate_child(new lobby)": async () => {
    assert.equal(await RoomSupervisor.terminateChild(lobby), undefined);
    assert.equal(isAlive(lobby), false);
    assert.deepEqual(await RoomSupervisor.countChildren(), { active: 1, specs: 1, supervisors: 0, workers: 1 });
    assert.equal(whereis(via(Rooms, "lobby")), undefined);
  },

  "call to the closed room": async () => {
    const error = await ChatRoom.of("lobby")
      .history()
      .catch((error: unknown) => error);
    assert.ok(error instanceof CallError);
    assert.deepEqual([error.reason, error.server, error.request], ["noproc", via(Rooms, "lobby"), "history/0"]);
  },

  "cast to the closed room": async () => {
    assert.equal(ChatRoom.of("lobby").say("ann", "anybody?"), undefined);
    await stop(top, "shutdown");
  },
};
