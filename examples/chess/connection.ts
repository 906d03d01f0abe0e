// One open page: a process that owns its WebSocket, does what the page wants, and hands on what lobby and game have to tell. It outlives its game: when that
// crashes, this process goes into the new one, and the page hears nothing but the next news.
import { randomInt } from "node:crypto";
import {
  afterInit,
  CallError,
  cast,
  demonitor,
  dynamicSupervisor,
  exit,
  genserver,
  info,
  type MonitorRef,
  monitor,
  self,
  sendAfter,
  terminate,
  via,
} from "tincture";
import type { WebSocket } from "ws";
import { Games } from "./game.js";
import { openGame } from "./game_supervisor.js";
import { Lobby } from "./lobby.js";
import { type Colour, type News, type Pace, paceOf, readCommand } from "./protocol.js";

/** Milliseconds between two signs of life; a page that gave none is gone. */
const PULSE = 20_000;

type Message =
  | { readonly tag: "news"; readonly news: News }
  | { readonly tag: "pulse" }
  | { readonly tag: "DOWN"; readonly ref: MonitorRef };

const me = () => self<Message>();

/** The game that a page is in. */
interface Place {
  readonly id: string;
  readonly pace: Pace;
  readonly token: string;
  readonly watch: MonitorRef;
  readonly game: Awaited<ReturnType<typeof openGame>>;
}

export const Connection = genserver((socket: WebSocket) => {
  let place: Place | undefined;
  let isAlive = true;

  const tell = (news: News) => socket.send(JSON.stringify(news));

  const leave = () => {
    Lobby.leave(me());
    if (place === undefined) return;
    demonitor(place.watch);
    place.game.leave(me());
    place = undefined;
  };

  const enter = async (id: string, pace: Pace, token: string) => {
    const game = await openGame(id, pace);
    place = { id, pace, token, game, watch: monitor(via(Games, id)) };
    const colour = await game.join(me(), token);
    if (colour !== undefined) tell({ tag: "seat", game: id, colour, token });
    game.announce();
  };

  const sit = async (name: string, wish?: Colour) => {
    const seat = await place?.game.sit(me(), name, wish);
    if (place === undefined || seat === undefined) return;
    place = { ...place, token: seat.token };
    tell({ tag: "seat", game: place.id, ...seat });
    place.game.announce();
  };

  /** The game crashed, and its supervisor has seen to it: into the new one, on the same seat. */
  const enterAgain = async ({ id, pace, token, watch }: Place) => {
    demonitor(watch, { flush: true });
    await enter(id, pace, token);
  };

  /** Does something to the game, and lets it be announced once it is stored. */
  const change = async (what: (game: Place["game"]) => Promise<void>) => {
    if (place === undefined) return;
    const { game } = place;
    try {
      await what(game);
      game.announce();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      await enterAgain(place);
    }
  };

  return {
    pulse: afterInit(() => {
      sendAfter(me(), { tag: "pulse" }, PULSE);
    }),

    lives: cast(() => {
      isAlive = true;
    }),

    /** What the page said. */
    heard: cast(async (text: string) => {
      const command = readCommand(text);
      switch (command?.tag) {
        case "lobby":
          leave();
          Lobby.watch(me());
          return;
        case "create": {
          const colour = command.colour === "any" ? (["w", "b"] as const)[randomInt(2)] : command.colour;
          leave();
          await enter(newId(), paceOf(command.minutes), "");
          await sit(command.name, colour);
          return;
        }
        case "open": {
          const known = await Lobby.find(command.game);
          leave();
          if (known === undefined) tell({ tag: "gone", game: command.game });
          else await enter(known.id, known.pace, command.token);
          return;
        }
        case "sit":
          if (place?.id === command.game) await sit(command.name);
          return;
        case "move":
          await change((game) => game.move(me(), command.ply, command.move));
          return;
        case "act":
          await change((game) => game.act(me(), command.name));
          return;
      }
    }),

    closed: cast(() => exit("normal")),

    news: info(async (message: Message) => {
      switch (message.tag) {
        case "news":
          tell(message.news);
          return;
        case "DOWN":
          if (place?.watch === message.ref) await enterAgain(place);
          return;
        case "pulse":
          if (!isAlive) exit("normal");
          isAlive = false;
          socket.ping();
          sendAfter(me(), { tag: "pulse" }, PULSE);
          return;
      }
    }),

    end: terminate(() => socket.terminate()),
  };
});

/** Connections are nobody's to restart: the page comes back by itself. */
export const Connections = dynamicSupervisor({ name: "Connections" });

/** Gives a WebSocket a process of its own, which gets everything that it says. */
export async function connect(socket: WebSocket): Promise<void> {
  const heard: string[] = [];
  const early = (data: unknown) => heard.push(String(data));
  socket.on("message", early);
  // "close" comes after it, and is what counts. Without a listener it would end the program.
  socket.on("error", () => {});
  const pid = await Connections.startChild(Connection.child(socket).with({ restart: "temporary" }));
  const connection = Connection.at(pid);
  socket.off("message", early);
  for (const text of heard) connection.heard(text);
  socket.on("message", (data) => connection.heard(String(data)));
  socket.on("pong", () => connection.lives());
  socket.on("close", () => connection.closed());
}

/** Five letters that nobody mistakes for others. */
function newId(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz";
  return Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
}
