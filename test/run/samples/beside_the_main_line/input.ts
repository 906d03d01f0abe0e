// Async functions in a process: awaited at once, kept, side by side. self() is right on either side of every await.
import { call, genserver, receive, run, self, send, sleep, type Pid } from "tincture";

const Double = genserver(() => ({ twice: call(async (n: number) => { await sleep(1); return 2 * n; }) }), { name: "Double" });
await Double.start();

async function visit(n: number, me: Pid) {
  const before = self() === me;
  await sleep(n);
  const value = await Double.twice(n);
  await Promise.resolve();
  return [before, self() === me, value];
}

async function count(n: number): Promise<number> {
  if (n === 0) return self().id > 0 ? 0 : -1;
  await 0;
  return count(n - 1);
}

console.log(await run(async () => {
  const me = self();
  console.log(await visit(1, me));
  console.log(await Promise.all([3, 2, 1].map((n) => visit(n, me))));
  const later = receive((message: string) => message);
  send(me, "for later");
  console.log(await later);
  const both = Promise.all([Double.twice(10), Double.twice(20)]);
  console.log(await both);
  return count(100_000);
}));
await visit(1, undefined as never).catch((error) => console.log(error.code));
console.log(typeof count, count.name, count.length);
const order: string[] = [];
const first = async () => { order.push("a"); await undefined; order.push("c"); };
const done = first();
order.push("b");
await done;
console.log(order.join(""));
