// A circuit breaker around something that fails: closed, open for a while, half open.
import { call, genserver, info, refuse, self, sendAfter, sleep, Task } from "tincture";

type State = "closed" | "open" | "half_open";
const retryAfter = 500;
const attempts: readonly number[] = [10, 50, 100];

export const Breaker = genserver(
  (limit: number) => {
    let state: State = "closed";
    let failures = 0;
    const fail = (): void => {
      failures++;
      if (failures < limit) return;
      state = "open";
      sendAfter(self(), "half_open", retryAfter);
    };
    const succeed = (): void => {
      failures = 0;
      state = "closed";
    };
    const tryIt = async (url: string): Promise<string> => {
      for (const ms of attempts) {
        try {
          const response = await fetch(url);
          return await response.text();
        } catch {
          await sleep(ms);
        }
      }
      throw new Error("gave up");
    };
    return {
      get: call(async (url: string) => {
        if (state === "open") return refuse(`${url} is resting`);
        const task = Task.async(() => tryIt(url));
        try {
          const text = await Task.await(task, 2000);
          succeed();
          return text;
        } catch (error) {
          fail();
          return refuse(String(error));
        }
      }),
      state: call(() => state),
      timer: info((message: "half_open") => {
        if (message === "half_open" && state === "open") state = "half_open";
      }),
    };
  },
  { name: "Breaker" },
);

await Breaker.start(3);
const results = await Promise.allSettled([Breaker.get("http://localhost:1"), Breaker.state()]);
console.log(results.length);
