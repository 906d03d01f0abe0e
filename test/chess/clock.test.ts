// The two clocks as data, and the rules of the board that chess.js leaves open.
import { expect, test } from "vitest";
import { fullClock, left, punched, resumed, shown, stopped } from "../../examples/chess/clock.js";
import { endByTime, endOf, opening, type Position, play } from "../../examples/chess/position.js";

const pace = { minutes: 3, increment: 2 };

/** The position after these moves. */
const after = (moves: string): Position =>
  moves.split(" ").reduce((position, move) => {
    const next = play(position, move);
    if (next === undefined) throw new Error(`${move} is against the rules`);
    return next;
  }, opening);

test("a clock runs from the third move on, gets its increment, and stops at nothing", () => {
  let clock = fullClock(pace);
  clock = punched(clock, "w", 1, pace, 1_000);
  expect(clock).toEqual({ w: 180_000, b: 180_000 });
  clock = punched(clock, "b", 2, pace, 60_000);
  expect(clock).toEqual({ w: 180_000, b: 180_000, running: { colour: "w", since: 60_000 } });
  expect(left(clock, "w", 70_000)).toBe(170_000);
  expect(left(clock, "b", 70_000)).toBe(180_000);
  clock = punched(clock, "w", 3, pace, 70_000);
  expect(clock).toEqual({ w: 172_000, b: 180_000, running: { colour: "b", since: 70_000 } });
  expect(shown(clock, 1_000_000)).toEqual({ w: 172_000, b: 0, running: "b" });
  expect(stopped(clock, 80_000)).toEqual({ w: 172_000, b: 170_000 });
});

test("the time a game was away is nobody's", () => {
  const running = { w: 100, b: 200, running: { colour: "b", since: 1_000 } } as const;
  expect(resumed(running, 9_000)).toEqual({ w: 100, b: 200, running: { colour: "b", since: 9_000 } });
  expect(resumed({ w: 1, b: 2 }, 9_000)).toEqual({ w: 1, b: 2 });
});

test("the third time of a position is a draw, and a pawn's move makes all before it another", () => {
  const twice = "g1f3 g8f6 f3g1 f6g8";
  expect(endOf(after(twice))).toBeUndefined();
  expect(endOf(after(`${twice} ${twice}`))).toEqual({ by: "repetition" });
  expect(endOf(after(`${twice} e2e4 e7e5 ${twice}`))).toBeUndefined();
});

test("a bare king does not win by time", () => {
  const bare = { ...opening, fen: "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1" };
  expect(endByTime(bare, "w")).toEqual({ by: "time, and a bare king" });
  expect(endByTime(bare, "b")).toEqual({ winner: "w", by: "time" });
});

test("a pawn becomes what is asked for, and what was captured is remembered", () => {
  const moves = "d2d4 d7d5 c2c4 e7e5 d4e5 d5d4 e2e3 f8b4 c1d2 d4e3 d2b4 e3f2 e1e2 f2g1n";
  const position = after(moves);
  expect(position.moves.at(-1)).toBe("fxg1=N+");
  expect(position.taken).toBe("pPbPN");
  expect(play(after(moves.slice(0, -6)), "f2g1")).toBeUndefined();
});
