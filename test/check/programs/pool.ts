// A pool kept by a plain process that traps exits and starts a new worker for each that dies.
import { type Exit, exit, type Pid, receive, run, self, send, sleep, spawn, spawnLink, trapExit } from "tincture";

type Work = { readonly tag: "work"; readonly n: number; readonly to: Pid };
type Result = { readonly tag: "result"; readonly n: number };

async function worker(): Promise<void> {
  for (;;) {
    const { n, to } = await receive<Work>();
    if (n < 0) exit("bad_work");
    send(to, { tag: "result", n: n * n });
  }
}

async function keeper(size: number): Promise<void> {
  trapExit(true);
  let workers = Array.from({ length: size }, () => spawnLink<Work>(worker));
  let turn = 0;
  while (true) {
    await receive((message: Work | Exit) => {
      switch (message.tag) {
        case "work": {
          const next = workers[turn++ % workers.length];
          if (next !== undefined) send(next, message);
          return;
        }
        case "EXIT":
          workers = workers.map((pid) => (pid === message.pid ? spawnLink<Work>(worker) : pid));
      }
    });
  }
}

await run(async () => {
  const pool = spawn<Work>(() => keeper(3));
  for (const n of [1, 2, -1, 3]) send(pool, { tag: "work", n, to: self() });
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += (await receive<Result>()).n;
  await sleep(5);
  console.log(sum);
  exit(pool, "kill");
});
