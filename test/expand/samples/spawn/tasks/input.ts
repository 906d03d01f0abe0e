// Tasks run a function in a process of its own: written in place, it is process code. The result is awaited without a promise.
import { run, self, sleep, Task } from "tincture";

export const pages = (urls: readonly string[]) =>
  run(async () => {
    const first = Task.async(async () => {
      await sleep(5);
      return self();
    });
    const plain = Task.async(() => urls.length);
    for await (const page of Task.asyncStream(urls, async (url) => {
      await sleep(1);
      return url.length;
    }))
      console.log(page);
    return [await Task.await(first), await Task.await(plain, 100)];
  });
