// What each handler may change, by every way there is.
import { call, callLater, cast, genserver, type From, reply } from "tincture";
import { draw } from "./picture.js";
import type { Store } from "tincture/store";

declare const store: Store;

interface User { name: string; tags: string[]; friend?: User }

export const Room = genserver((topic: string, limit: number) => {
  const users = new Map<string, User>();
  const log: string[] = [];
  let { best, worst } = { best: 0, worst: 0 };
  let chosen: User | undefined;
  let picture: number[][] = [];
  let visits = 0;
  const socket = { write: (text: string) => console.log(text) };
  const named = (name: string) => [...users.values()].find(user => user.name === name);
  const rename = (user: User | undefined, name: string) => { if (user !== undefined) user.name = name; };
  function note(text: string) { log.push(text); if (log.length > limit) log.shift(); }

  return {
    // Assigned.
    visit: cast(() => { visits++; }),
    score: cast((n: number) => { if (n > best) best = n; [worst] = [n]; }),
    retitle: cast((text: string) => { topic = text; }),
    // By methods of what is held, and through a part of it.
    join: cast((id: string, user: User) => { users.set(id, user); note(`${id} joined`); }),
    tag: cast((id: string, tag: string) => { users.get(id)?.tags.push(tag); }),
    untag: cast((id: string) => { const user = users.get(id); if (user) delete user.tags[0]; }),
    rename: cast((from: string, to: string) => rename(named(from), to)),
    renameAll: cast(() => { for (const [, user] of users) user.name = user.name.trim(); }),
    each: cast(() => users.forEach(user => { user.name = ""; })),
    // Only read: nothing.
    size: call(() => users.size),
    names: call(() => [...users.values()].map(user => user.name).sort()),
    find: call((name: string) => named(name)),
    lines: callLater((from: From<string[]>) => reply(from, log)),
    title: call(() => `${topic} of ${limit}: ${visits}`),
    send: cast((text: string) => socket.write(text)),
    // `chosen` holds a part of `users`: each change of one counts for both.
    choose: cast((id: string) => { chosen = users.get(id); }),
    chosen: cast(() => { if (chosen) chosen.name += "!"; }),
    // Code of another file sees it, and may change it: now, or later in any other handler.
    draw: cast(() => draw(picture)),
  };
}, { name: "Room", durable: { store, except: ["socket"] } });
