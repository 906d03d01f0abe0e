import { receive, run, spawn, spawnLink } from "tincture";

declare const handle: (message: unknown) => void;

spawn(async () => {
  for (;;) handle(await receive());
});
async function loop() {
  while (true) handle(await receive());
}
export const server = spawn(loop);

// Fine: it ends; a process started it, and knows; or nothing is served.
spawn(async () => { while (true) if ((await receive()) === "stop") return; });
run(async () => { spawnLink(loop); spawn(loop); });
