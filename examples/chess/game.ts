// One game: a process with a position, two clocks, two seats, and those who look on. It is durable: when it crashes, or the whole program, it goes on where it
// was. So what happens to it is a call, answered when it is stored, and only then does who called let it be announced: nobody sees a move that could be lost.
import { randomUUID } from "node:crypto";
import {
  afterInit,
  call,
  cast,
  exit,
  genserver,
  idle,
  info,
  monitor,
  type Pid,
  registry,
  self,
  send,
  sendAfter,
  via,
} from "tincture";
import { fullClock, left, punched, resumed, shown, stopped } from "./clock.js";
import { Lobby } from "./lobby.js";
import { endByTime, endOf, isCheck, legalMoves, opening, other, type Position, play, turnOf } from "./position.js";
import type { Action, Colour, GameNews, Names, Pace, Result } from "./protocol.js";
import { store } from "./store.js";

/** Games by their id. */
export const Games = registry<string>("Games", { keys: "unique" });

/** A page that looks at a game: its process gets the news. */
export type Member = Pid<{ readonly tag: "news"; readonly news: GameNews }>;

/** Sent to itself: the time of the player to move is up, if no move came since. */
type Flag = { readonly tag: "flag"; readonly ply: number };
type Down = { readonly tag: "DOWN"; readonly pid: Pid };

type Seats = { readonly [C in Colour]?: { readonly name: string; readonly token: string } };

/** A game that nobody looks at ends its process after this many milliseconds, unless a clock runs. */
const PATIENCE = 600_000;

export const Game = genserver(
  (id: string, pace: Pace) => {
    let position: Position = opening;
    let clock = fullClock(pace);
    let seats: Seats = {};
    let result: Result | undefined;
    /** Who looks on, and from which seat. */
    const members = new Map<Member, Colour | undefined>();

    const isOn = () => seats.w !== undefined && seats.b !== undefined && result === undefined;

    const finish = (how: Result) => {
      result = how;
      clock = stopped(clock, Date.now());
    };

    const setFlag = () => {
      if (clock.running === undefined) return;
      const time = left(clock, clock.running.colour, Date.now());
      sendAfter(self<Flag>(), { tag: "flag", ply: position.moves.length }, time);
    };

    const actionsOf = (seat: Colour | undefined): Action[] => {
      if (seat === undefined || !isOn()) return [];
      const resign = { name: "resign", label: "Resign", ask: "Resign this game?" };
      return process.env.CHESS_CRASH ? [resign, { name: "crash", label: "Crash the process" }] : [resign];
    };

    /** Tells everybody how things are. */
    const announce = () => {
      const names: Names = { w: seats.w?.name, b: seats.b?.name };
      const colours = [...members.values()];
      const spectators = colours.filter((colour) => colour === undefined).length;
      const turn = turnOf(position);
      const legal = isOn() ? legalMoves(position) : [];
      const news: GameNews = {
        tag: "game",
        id,
        pace,
        names,
        present: { w: colours.includes("w"), b: colours.includes("b") },
        spectators,
        fen: position.fen,
        moves: position.moves,
        last: position.last,
        check: isCheck(position),
        taken: position.taken,
        legal: [],
        clock: shown(clock, Date.now()),
        result,
        actions: [],
      };
      for (const [member, seat] of members) {
        const own = { seat, legal: seat === turn ? legal : [], actions: actionsOf(seat) };
        send(member, { tag: "news", news: { ...news, ...own } });
      }
      Lobby.put({ id, pace, names, fen: position.fen, moves: position.moves.length, spectators, result });
    };

    return {
      open: afterInit(() => {
        clock = resumed(clock, Date.now());
        setFlag();
        announce();
      }),

      /** Lets a page look on; with the token of a seat, from that seat. Gives the seat. */
      join: call((member: Member, token: string): Colour | undefined => {
        const colour = (["w", "b"] as const).find((colour) => seats[colour]?.token === token);
        if (!members.has(member)) monitor(member);
        members.set(member, colour);
        return colour;
      }),

      /** Gives a player a seat: the one wished for, or the one that is free. Gives the seat and its token, or undefined where none is free. */
      sit: call((member: Member, name: string, wish?: Colour): { colour: Colour; token: string } | undefined => {
        const colour = wish ?? (seats.w === undefined ? "w" : "b");
        if (seats[colour] !== undefined || members.get(member) !== undefined || result !== undefined) return undefined;
        const token = randomUUID();
        seats = { ...seats, [colour]: { name, token } };
        if (!members.has(member)) monitor(member);
        members.set(member, colour);
        return { colour, token };
      }),

      /** A move of the player to move; anything else changes nothing. */
      move: call((member: Member, ply: number, move: string) => {
        const mover = turnOf(position);
        const isTheirs = isOn() && members.get(member) === mover && ply === position.moves.length;
        const next = isTheirs ? play(position, move) : undefined;
        if (next === undefined) return;
        position = next;
        clock = punched(clock, mover, position.moves.length, pace, Date.now());
        const end = endOf(position);
        if (end !== undefined) finish(end);
        setFlag();
      }),

      /** One of `actions`. */
      act: call((member: Member, name: string) => {
        const seat = members.get(member);
        if (seat === undefined || !actionsOf(seat).some((action) => action.name === name)) return;
        switch (name) {
          case "resign":
            finish({ winner: other(seat), by: "resignation" });
            return;
          case "crash":
            throw new Error(`${seats[seat]?.name} wanted to see game ${id} crash`);
        }
      }),

      /** Tells everybody how things are. */
      announce: cast(() => announce()),

      leave: cast((member: Member) => {
        members.delete(member);
        announce();
      }),

      other: info((message: Flag | Down) => {
        switch (message.tag) {
          case "flag":
            if (message.ply !== position.moves.length || result !== undefined) return;
            finish(endByTime(position, turnOf(position)));
            announce();
            return;
          case "DOWN":
            members.delete(message.pid);
            announce();
            return;
        }
      }),

      nobody: idle(PATIENCE, () => {
        if (members.size > 0 || clock.running !== undefined) return;
        if (position.moves.length === 0 && result === undefined) finish({ by: "nobody came" });
        announce();
        exit("normal");
      }),
    };
  },
  { name: (id: string, _pace: Pace) => via(Games, id), version: "1", durable: { store, except: ["members"] } },
);
