import { afterInit, cast, genserver, info, self, sendAfter, sleep, terminate } from "tincture";

export const Flusher = genserver(() => {
  let waiting: string[] = [];
  const flush = () => { waiting = []; };
  return {
    begin: afterInit(() => { setInterval(flush, 1000); }),
    slow: cast(async (line: string) => {
      await new Promise(resolve => setTimeout(resolve, 5));
      waiting.push(line);
    }),
    // Fine: timers of the process, and what has another meaning.
    calm: cast(async () => { await sleep(5); sendAfter(self(), { tag: "flush" }, 1000); }),
    timer: info((message: { tag: "flush" }) => { if (message.tag === "flush") flush(); }),
    close: terminate(() => clearTimeout(undefined)),
  };
}, { name: "Flusher" });

setTimeout(() => Flusher.calm(), 5);
