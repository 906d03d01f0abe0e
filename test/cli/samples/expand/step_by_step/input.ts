import { call, genserver, pipe, receive, run, self, send } from "tincture";

const Words = genserver((text: string) => {
  return { count: call(() => pipe(text.split(" "), (words) => pipe(words.length, String))) };
});

await run(async () => {
  send(self(), "one two");
  const pid = await Words.start(await receive<string>());
  console.log(await Words.at(pid).count());
});
