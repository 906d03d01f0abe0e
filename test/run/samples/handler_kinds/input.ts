// Every kind of handler, state in closures and helpers, a deferred reply, a refusal.
import { afterInit, call, callLater, cast, type From, genserver, idle, info, refuse, reply, run, send, sleep, stop, sys, terminate, upgrade, type Pid } from "tincture";

interface Note { readonly tag: "note"; readonly text: string }

const Desk = genserver((owner: string, { limit = 2 }: { limit?: number } = {}) => {
  const notes: string[] = [];
  let waiting: From<string>[] = [];
  let idles = 0;
  const isFull = () => notes.length >= limit;
  function add(text: string) {
    notes.push(text);
    for (const from of waiting) reply(from, text);
    waiting = [];
  }

  return {
    add: call((text: string) => {
      if (isFull()) return refuse(`the desk of ${owner} is full`);
      add(text);
      return notes.length;
    }),
    next: callLater((from: From<string>) => {
      waiting.push(from);
    }),
    slowly: call(async (text: string) => {
      await sleep(5);
      add(text);
      return notes.map((note) => note.length);
    }),
    clear: cast(() => {
      notes.length = 0;
    }),
    all: call(() => ({ owner, notes, idles })),
    heard: info((message: Note | { readonly tag: "other" }) => {
      switch (message.tag) {
        case "note":
          add(message.text);
      }
    }),
    quiet: idle(20, () => {
      idles += 1;
    }),
    begin: afterInit(() => add("begun")),
    end: terminate((reason) => console.log("terminate", reason, notes)),
    next_version: upgrade((old: { notes: string[] }, from) => ({ ...old, notes: [...old.notes, `from ${from}`] })),
  };
});

const pid = await Desk.start("ann", { limit: 3 });
const desk = Desk.at(pid);
const waiting = desk.next();
console.log(await desk.add("one"), await waiting);
console.log(await desk.slowly("three"));
console.log(await desk.add("four").catch((error: Error) => `${error.name}: ${error.message}`));
desk.clear();
send(pid as Pid<Note>, { tag: "note", text: "by message" });
console.log((await desk.all()).notes);
await new Promise((resolve) => setTimeout(resolve, 30));
console.log((await desk.all()).idles > 0);
console.log(await run(async () => [await desk.add("in a process"), await desk.slowly("slow in a process")]));
await sys.suspend(pid);
await sys.changeCode(pid, "1", undefined);
await sys.resume(pid);
console.log(await sys.getState(pid));
await stop(pid);
