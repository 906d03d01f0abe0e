// What a block makes of its client: argument and reply types are inferred from the handlers, hooks are no methods, reserved names are refused.
import { afterInit, call, callLater, cast, genserver, idle, info, type Pid, reply, terminate } from "tincture";
import { same } from "./same.js";

const Scoreboard = genserver(
  (opening: Record<string, number> = {}) => {
    let scores = opening;
    return {
      add: cast((player: string, points: number) => {
        scores = { ...scores, [player]: points };
      }),
      get: call((player: string) => scores[player] ?? 0),
      later: callLater((from, n: number) => reply(from, n)),
      load: call(async (path: string) => path.length),
      ready: afterInit(() => {}),
      tick: idle(100, () => {}),
      other: info((message: string) => void message),
      end: terminate(() => {}),
    };
  },
  { name: "Scoreboard" },
);

// With a fixed name the definition is the client.
same<typeof Scoreboard.get, (player: string) => Promise<number>>(true);
same<typeof Scoreboard.add, (player: string, points: number) => void>(true);
same<typeof Scoreboard.load, (path: string) => Promise<number>>(true);
same<ReturnType<typeof Scoreboard.start>, Promise<Pid>>(true);
Scoreboard.startLink();
Scoreboard.startLink({ ann: 1 });
// @ts-expect-error the block takes a record
Scoreboard.startLink(1);
// @ts-expect-error a hook is no method
Scoreboard.ready;
// @ts-expect-error points must be a number
Scoreboard.add("ann", "ten");

// With a name made of the arguments, clients come from `of` and `at`.
const Room = genserver((room: string) => ({ name: call(() => room) }), { name: (room) => `room ${room}` });
same<Parameters<typeof Room.of>, [room: string]>(true);
const lobby = Room.of("lobby");
same<typeof lobby.name, () => Promise<string>>(true);
// @ts-expect-error the definition itself is no client
Room.name();

// Names that every server has of its own.
// @ts-expect-error `start` is reserved
genserver(() => ({ start: call(() => 1) }));
// @ts-expect-error `of` is reserved
genserver(() => ({ of: cast(() => {}) }));
