// Downloads, each tried again: some in tasks that are waited for, some under a supervisor of their own. A server that a macro made counts them.
import { call, dynamicSupervisor, genserver, refuse, run, stop, supervisor, Task } from "tincture";
import { counter, retry, unless } from "./retry.macro.js";

const Fetched = counter("fetched", 1);
const Workers = dynamicSupervisor({ name: "workers", maxRestarts: 10 });

async function load(url: string): Promise<number> {
  const text = await retry(3, async () => {
    if (url.endsWith("missing")) throw new Error(`no ${url}`);
    return `<html>${url}</html>`;
  });
  Fetched.add();
  return text.length;
}

const Sizes = genserver(
  () => {
    const known = new Map<string, number>();
    return {
      sizeOf: call(async (url: string) => {
        const size = known.get(url) ?? (await load(url));
        unless(known.has(url), () => void known.set(url, size));
        return size;
      }),
      forget: call((url: string) => (known.delete(url) ? url : refuse(`${url} is not known`))),
    };
  },
  { name: "sizes" },
);

const top = supervisor({ strategy: "rest_for_one" }, () => [Fetched, Workers, Sizes]);

await run(async () => {
  const pid = await top.start();
  await Workers.startChild(Task.child(() => load("in the background")).with({ restart: "temporary" }));
  const tasks = ["a", "bb"].map((url) => Task.async(() => load(url)));
  const lengths: number[] = [];
  for (const task of tasks) lengths.push(await Task.await(task));
  console.log(
    lengths,
    await Sizes.sizeOf("a"),
    await Sizes.sizeOf("a"),
    await Sizes.forget("a"),
    await Fetched.total(),
  );
  await stop(pid);
});
