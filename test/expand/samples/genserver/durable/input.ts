import { call, cast, genserver, info, self, sendAfter, terminate, upgrade } from "tincture";
import type { Store } from "tincture/store";

declare const store: Store;

type Move = { readonly from: string; readonly to: string };

export const Game = genserver((id: string, minutes = 5) => {
  const limit = 200;
  const moves: Move[] = [];
  let clock = minutes * 60;
  let draws = 0;
  // Runs at every start, and sees what is kept.
  if (moves.length > 0) console.log(`${id} goes on after ${moves.length} moves`);
  const begun = Date.now();
  let ticking = sendAfter(self(), { tag: "tick" }, 1000);

  const isOver = () => clock <= 0 || moves.length >= limit;
  const play = (move: Move) => {
    if (isOver()) return false;
    moves.push(move);
    return true;
  };

  return {
    move: call((move: Move) => play(move)),
    draw: cast(() => { draws++; }),
    last: call(() => moves.at(-1)),
    age: call(() => Date.now() - begun),
    tick: info((message: { tag: "tick" }) => {
      if (message.tag !== "tick") return;
      clock--;
      ticking = sendAfter(self(), message, 1000);
    }),
    closing: terminate(() => console.log(id, "closed")),
    "from version 1": upgrade((old: { moves: Move[] }) => ({ ...old, draws: 0 })),
  };
}, { name: (id: string) => id, version: "2", durable: store });

// Nothing before the return needs anything: what is kept takes its place when the block is done.
export const Counter = genserver(() => {
  let count = 0;
  return { next: call(() => ++count), value: call(() => count) };
}, { name: "Counter", durable: { store, reply: "eager" } });

// Not durable: nothing is said of it.
export const Plain = genserver(() => {
  let count = 0;
  return { next: call(() => ++count) };
}, { name: "Plain" });
