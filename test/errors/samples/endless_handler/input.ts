import { afterInit, call, cast, exit, genserver, receive, sleep, spawnLink } from "tincture";

declare const poll: () => Promise<boolean>;

export const Poller = genserver(() => {
  let rounds = 0;
  return {
    begin: afterInit(async () => {
      for (;;) {
        await poll();
        await sleep(1000);
      }
    }),
    spin: cast(() => {
      while (true) {
        switch (rounds++) { case 9: break; }
      }
    }),
    // Fine: each has a way out, or runs in a process of its own.
    drain: call(async () => { while (true) if (!(await poll())) break; }),
    give: call(() => { for (;;) if (rounds++ > 3) return rounds; }),
    leave: cast(() => { for (;;) if (rounds++ > 3) exit("normal"); }),
    beside: cast(() => { spawnLink(async () => { for (;;) await receive(); }); }),
    some: cast(() => { outer: for (;;) { for (;;) break outer; } }),
  };
}, { name: "Poller" });
