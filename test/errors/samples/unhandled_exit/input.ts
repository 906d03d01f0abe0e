import { call, type Exit, genserver, info, receive, run, spawn, spawnLink, terminate, trapExit } from "tincture";

type Job = { readonly tag: "job"; readonly n: number };

export const Workers = genserver(() => {
  let jobs = 0;
  return {
    begin: call((n: number) => { jobs++; return spawnLink(() => n); }),
    other: info((message: Job) => {
      switch (message.tag) {
        case "job": jobs += message.n;
      }
    }),
  };
}, { name: "Workers", trapExit: true });

export const Alone = genserver(() => {
  trapExit(true);
  return { ask: call(() => 1) };
});

run(async () => {
  trapExit(true);
  spawnLink(() => { throw new Error("gone"); });
  await receive((message: Job) => { switch (message.tag) { case "job": return message.n; } });
});

// Fine: it is taken; or exits are trapped to end in order.
export const Careful = genserver(() => ({
  begin: call(() => spawnLink(() => 1)),
  other: info((message: Exit | Job) => { switch (message.tag) { case "EXIT": return; } }),
}), { trapExit: true });
export const Orderly = genserver(() => ({ ask: call(() => 1), close: terminate(() => console.log("closed")) }), { trapExit: true });
spawn(async () => { trapExit(true); console.log(await receive()); });
