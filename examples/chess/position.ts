// Where a game stands, as plain data, and the rules over it: chess.js knows them. Nothing here knows of players, clocks or processes.
import { Chess } from "chess.js";
import type { Colour, LastMove, Result } from "./protocol.js";

export interface Position {
  readonly fen: string;
  /** In SAN. */
  readonly moves: readonly string[];
  readonly last?: LastMove;
  /** Captured pieces in FEN's letters, upper case for White's. */
  readonly taken: string;
  /** How often each position was there since the last move that can't be taken back: the third time is a draw. */
  readonly seen: { readonly [position: string]: number };
}

const START = new Chess().fen();

export const opening: Position = { fen: START, moves: [], taken: "", seen: { [keyOf(START)]: 1 } };

/** What counts for repetition: a FEN without its two counters. */
function keyOf(fen: string): string {
  return fen.split(" ", 4).join(" ");
}

export const turnOf = (position: Position): Colour => position.fen.split(" ")[1] as Colour;

export const other = (colour: Colour): Colour => (colour === "w" ? "b" : "w");

/** The position after a move like "e2e4" or "e7e8q"; undefined when the rules forbid it. */
export function play(position: Position, move: string): Position | undefined {
  const chess = new Chess(position.fen);
  const made = attempt(chess, move);
  if (made === undefined) return undefined;
  const captured = made.captured ?? "";
  const fen = chess.fen();
  const canRepeat = made.piece !== "p" && captured === "";
  const before = canRepeat ? position.seen : {};
  return {
    fen,
    moves: [...position.moves, made.san],
    last: { from: made.from, to: made.to },
    taken: position.taken + (made.color === "b" ? captured.toUpperCase() : captured),
    seen: { ...before, [keyOf(fen)]: (before[keyOf(fen)] ?? 0) + 1 },
  };
}

function attempt(chess: Chess, move: string) {
  try {
    const made = chess.move({ from: move.slice(0, 2), to: move.slice(2, 4), promotion: move.slice(4) });
    // chess.js overlooks what comes behind a move; we don't.
    return made.lan === move ? made : undefined;
  } catch {
    return undefined;
  }
}

/** All moves there are, like "e2e4". */
export const legalMoves = (position: Position): string[] =>
  new Chess(position.fen).moves({ verbose: true }).map(({ lan }) => lan);

export const isCheck = (position: Position): boolean => new Chess(position.fen).isCheck();

/** How the game ended by what is on the board; undefined while it goes on. */
export function endOf(position: Position): Result | undefined {
  const chess = new Chess(position.fen);
  if (chess.isCheckmate()) return { winner: other(turnOf(position)), by: "checkmate" };
  if (chess.isStalemate()) return { by: "stalemate" };
  if (chess.isInsufficientMaterial()) return { by: "insufficient material" };
  if (chess.isDrawByFiftyMoves()) return { by: "fifty moves" };
  if ((position.seen[keyOf(position.fen)] ?? 0) >= 3) return { by: "repetition" };
  return undefined;
}

/** How it ended when a player's time is up: a bare king can't win. */
export function endByTime(position: Position, late: Colour): Result {
  const winner = other(late);
  const pieces = position.fen.split(" ")[0]?.replace(winner === "w" ? /[^A-Z]/g : /[^a-z]/g, "");
  return pieces?.length === 1 ? { by: "time, and a bare king" } : { winner, by: "time" };
}
