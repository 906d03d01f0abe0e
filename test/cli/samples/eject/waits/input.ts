import { call, genserver, receive, run, self, sleep, Task, type Pid } from "tincture";

interface Row {
  readonly id: number;
}
declare function rows(): AsyncIterable<Row>;
declare function first<T>(items: readonly T[]): Promise<T>;
declare const room: { name(length?: number): Promise<string> } | undefined;

const Clock = genserver(() => ({ now: call(() => Date.now()) }), { name: "Clock" });

export class Watcher {
  private readonly seen: number[] = [];

  watch(): Promise<number> {
    return run(async () => {
      for await (const row of rows()) this.seen.push(row.id);
      return this.seen.length;
    });
  }
}

async function countdown(n: number): Promise<string> {
  if (n === 0) return "done";
  await sleep(n);
  return countdown(n - 1);
}

await run(async () => {
  const me: Pid<string> = self();
  const text = await receive<string>();
  const items = [text, await room!.name(5)];
  const one = await first(items);
  const task = Task.async(async () => (await Clock.now()) + one.length);
  try {
    console.log(me, await Task.await(task), await countdown(3));
  } catch (error) {
    console.log(error);
  }
});
