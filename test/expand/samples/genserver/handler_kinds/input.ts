import { afterInit, call, callLater, cast, genserver, idle, info, reply, terminate, upgrade, type Down, type From } from "tincture";

/** Waits for jobs. */
export const Queue = genserver((name: string, pause = 100) => {
  let jobs: string[] = [];
  let waiting: From<string> | undefined;

  return {
    // How many there are.
    size: call(() => jobs.length),
    next: callLater((from: From<string>, fallback?: string) => {
      const job = jobs.shift() ?? fallback;
      if (job === undefined) waiting = from;
      else reply(from, job);
    }),
    add: cast((job: string) => {
      jobs = [...jobs, job];
    }),
    "started": afterInit(() => { jobs.push(name); }),
    down: info((message: Down) => {
      switch (message.tag) {
        case "DOWN": jobs = [];
      }
    }),
    quiet: idle(pause * 2, () => { waiting = undefined; }),
    end: terminate((reason) => { console.log(name, reason); }),
    next_version: upgrade((old: { jobs: string[] }, from) => ({ ...old, jobs: [...old.jobs, from] })),
  };
});
