import { run, sleep } from "tincture";

declare const times: number;

run(async () => {
  const jobs: (() => number)[] = [];
  for (let i = 0; i < times; i++) {
    jobs.push(() => i);
    await sleep(1);
  }
  for (const name of ["a", "b"]) jobs.push(() => name.length);
  return jobs.map((job) => job());
});
