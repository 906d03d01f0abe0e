// Clause functions that wait: the message is taken while its clause runs and goes back, to its place, if it is skipped after all.
import { after, receive, run, self, send, skip, sleep } from "tincture";

type Message = { readonly n: number };

await run(async () => {
  const me = self<Message>();
  for (const n of [1, 2, 3, 4]) send(me, { n });
  const even = async ({ n }: Message) => { await sleep(1); return n % 2 === 0 ? n : skip; };
  console.log(await receive(async (message: Message) => { await sleep(1); return message.n > 2 ? message.n : skip; }));
  console.log(await receive(({ n }: Message) => (n > 3 ? n : skip)));
  console.log(await receive(async ({ n }: Message) => { await sleep(1); return n === 9 ? n : skip; }, after(5, async () => { await sleep(1); return "none"; })));
  console.log(await receive<Message>(), await receive<Message>());
  console.log(await receive(even as never, after(5, () => "nothing left")));
});
