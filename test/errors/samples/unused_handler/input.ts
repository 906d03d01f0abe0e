import { call, cast, genserver, info, supervisor } from "tincture";

const Scores = genserver(() => {
  let scores = 0;
  return {
    add: cast((n: number) => { scores += n; }),
    subtract: cast((n: number) => { scores -= n; }),
    get: call(() => scores),
    other: info(() => {}),
  };
}, { name: "Scores" });

// Fine: its users may be anywhere.
export const Open = genserver(() => ({ unusedHere: call(() => 1) }));
const Handed = genserver(() => ({ perhaps: call(() => 1) }), { name: "Handed" });
export const servers = [Handed];

await supervisor({ strategy: "one_for_one" }, () => [Scores.child()]).start();
Scores.add(1);
console.log(await Scores.get());
