import { link, monitor, receive, run, send, spawn, spawnLink } from "tincture";

declare const handle: (message: unknown) => void;

spawn(async () => {
  for (;;) handle(await receive());
});
async function loop() {
  while (true) handle(await receive());
}
export const server = spawn(loop);

export function start() {
  spawn(loop);
  void spawn(async () => {
    for (;;) handle(await receive());
  });
}

// Fine: it ends; whoever started it knows when it does; the pid is somebody else's to watch; or nothing is served.
spawn(async () => { while (true) if ((await receive()) === "stop") return; });
run(async () => {
  spawnLink(loop);
  const watched = spawn(loop);
  monitor(watched);
  const linked = spawn(loop);
  link(linked);
  const known = spawn(loop);
  send(known, "hello");
});
export const started = () => spawn(loop);
export const pids = new Map([["loop", () => spawn(loop)]]);
