import { call, cast, genserver, run, spawn } from "tincture";

let served = 0;
let last: string | undefined;
const seen = new Map<string, number>();
const log: string[] = [];
const limits = { perMinute: 60 };
const rates = new Map([["eur", 1]]);
let started = 0;
const codes = new Map<string, number>();
for (const name of ["a", "b"]) codes.set(name, codes.size);

const note = (line: string) => { log.push(line); };

export const Desk = genserver(() => {
  const cache = new Map<string, number>();
  return {
    serve: call((name: string) => {
      served++;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      note(name);
      // Fine: a constant, read; and state of the server.
      cache.set(name, limits.perMinute * (rates.get("eur") ?? 1) * (codes.get("a") ?? 1));
      return cache.size;
    }),
    // tincture-ignore shared_state: shown in a debugger, nothing depends on it
    keep: cast((name: string) => { last = name; }),
  };
}, { name: "Desk" });

spawn(() => { [limits.perMinute] = [3]; });

// Fine: the main line of the program.
await run(async () => { started++; });
console.log(served, last, started);
