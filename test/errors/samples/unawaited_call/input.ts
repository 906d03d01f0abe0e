import { call, cast, genserver } from "tincture";
import { Lobby } from "./lobby.js";

export const Scores = genserver(() => {
  let scores = 0;
  return {
    add: cast((n: number) => { scores += n; }),
    get: call(() => scores),
  };
}, { name: "Scores" });

Scores.get();
Lobby.of("dev").join("ann");
const dev = Lobby.of("dev");
dev.join("bob");
// Fine: a cast, a call that is waited for, and one of which nobody wants to know.
Scores.add(1);
await Scores.get();
void Scores.get();
Scores.get().catch(() => 0);
