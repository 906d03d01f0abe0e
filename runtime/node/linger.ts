/**
 * Looks for more a little while after frames went or came, before the event loop sleeps: to be woken by the system takes longer than a call and its answer. The BEAM's
 * schedulers wait busily for the same reason (`+sbwt`). Only for peers on the same machine, and where there are two cores. `npm run bench -- node`, one call at a time on a
 * quiet machine: 9k calls a second without it, 60k with it.
 */
import { availableParallelism } from "node:os";
import { clock } from "../core/clock.js";

/** Units: turns of the event loop. One without work takes a microsecond or two. */
const TURNS = 50;

const hasRoom = availableParallelism() > 1;
let left = 0;

export function linger(): void {
  if (!hasRoom) return;
  if (left === 0) clock.nextTurn(look);
  left = TURNS;
}

function look(): void {
  if (--left > 0) clock.nextTurn(look);
}
