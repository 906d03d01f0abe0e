import { run } from "tincture";

declare const f: (...args: unknown[]) => Promise<any>;
declare const o: Record<string, number>;

run(async () => {
  let x = 1;
  x += await f();
  o.n = (o.n ?? 0) + (await f());
  o[await f()] = await f();
  const text = `${await f()}, ${x}`;
  const chosen = (await f()) ? await f(1) : await f(2);
  const logic = (await f()) && !(await f()) || -(await f());
  const { a, b = await f() } = { ...(await f()), c: await f(), [await f()]: 1 };
  const [p, q = await f()] = [await f(), ...(await f())];
  const made = new Map(await f());
  return { text, chosen, logic, a, b, p, q, made };
});
