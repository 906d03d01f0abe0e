import { run, sleep } from "tincture";

run(async () => {
  const jobs: (() => number)[] = [];
  for (let i = 0; i < 3; i++) {
    jobs.push(() => i);
    await sleep(1);
  }
  for (const name of ["a", "b"]) jobs.push(() => name.length);
  return jobs.map((job) => job());
});
