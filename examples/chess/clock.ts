// Two clocks as plain data: what each player had when the move now being thought about began, and since when it is. Times are milliseconds.
import { other } from "./position.js";
import type { Colour, GameNews, Pace } from "./protocol.js";

export interface Clock {
  readonly w: number;
  readonly b: number;
  /** Whose clock runs, and since when; nobody's before both have moved, and when the game is over. */
  readonly running?: { readonly colour: Colour; readonly since: number };
}

export const fullClock = ({ minutes }: Pace): Clock => ({ w: minutes * 60_000, b: minutes * 60_000 });

/** What a player has left now. */
export function left(clock: Clock, colour: Colour, now: number): number {
  const { running } = clock;
  return running?.colour === colour ? Math.max(0, clock[colour] - (now - running.since)) : clock[colour];
}

/** Nobody's clock runs any more. */
export const stopped = (clock: Clock, now: number): Clock => ({ w: left(clock, "w", now), b: left(clock, "b", now) });

/** `mover` has moved: gets the increment, and the other's clock runs. `moves`: how many there have been, this one included. */
export function punched(clock: Clock, mover: Colour, moves: number, pace: Pace, now: number): Clock {
  const halted = stopped(clock, now);
  if (moves < 2) return halted;
  const increment = clock.running === undefined ? 0 : pace.increment * 1000;
  return { ...halted, [mover]: halted[mover] + increment, running: { colour: other(mover), since: now } };
}

/** The game was away: nobody's time ran meanwhile, and the move begins anew. */
export const resumed = ({ w, b, running }: Clock, now: number): Clock =>
  running === undefined ? { w, b } : { w, b, running: { ...running, since: now } };

/** As pages see it. */
export const shown = (clock: Clock, now: number): GameNews["clock"] => ({
  w: left(clock, "w", now),
  b: left(clock, "b", now),
  running: clock.running?.colour,
});
