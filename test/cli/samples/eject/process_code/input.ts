import { after, receive, run, self, send, sleep, spawn, type Pid } from "tincture";

type Question = { readonly tag: "double"; readonly n: number; readonly from: Pid<number> };

/** Waits, and gives what it was given. */
async function later<T>(value: T): Promise<T> {
  await sleep(1);
  return value;
}

console.log(
  await run(async () => {
    const doubler = spawn<Question>(async () => {
      for (;;) {
        const { n, from } = await receive<Question>();
        send(from, await later(2 * n));
      }
    });
    send(doubler, { tag: "double", n: 21, from: self() });
    return receive((answer: number) => answer, after(50, async () => later(0)));
  }),
);
