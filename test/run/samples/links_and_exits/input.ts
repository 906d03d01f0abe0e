// Links, monitors, traps: who dies with whom, and what the others hear.
import { demonitor, exit, isAlive, link, monitor, receive, run, self, sleep, spawn, spawnLink, spawnMonitor, trapExit, unlink, type Down, type Exit } from "tincture";

const seen = (message: Exit | Down) => [message.tag, message.reason instanceof Error ? message.reason.message : message.reason];

await run(async () => {
  trapExit(true);
  spawnLink(() => { throw new Error("child"); });
  console.log(seen(await receive<Exit>()));
  spawnLink(async () => { await sleep(1); exit({ shutdown: "done" }); });
  console.log(seen(await receive<Exit>()));
  const { ref } = spawnMonitor(async () => "value");
  console.log(seen(await receive((down: Down) => down.ref === ref ? down : undefined as never)));

  const middle = spawn(async () => { const leaf = spawnLink(async () => sleep(10_000)); link(leaf); await sleep(10_000); });
  const watch = monitor(middle);
  exit(middle, "kill");
  console.log(seen(await receive((down: Down) => down)), isAlive(middle), demonitor(watch));

  const stubborn = spawn(async () => { trapExit(true); for (;;) { const message = await receive<Exit>(); if (message.reason === "please") return; } });
  await sleep(1);
  exit(stubborn, "normal");
  exit(stubborn, "stop it");
  console.log(isAlive(stubborn));
  monitor(stubborn);
  exit(stubborn, "please");
  console.log(seen(await receive<Down>()));
});

console.log(await run(async () => {
  const other = spawnLink(async () => sleep(10_000));
  unlink(other);
  exit(other, "alone");
  return isAlive(other) ? "alive" : "alone";
}));
await run(async () => { spawnLink(() => exit("both")); await sleep(1000); }).catch((error) => console.log(error.name, error.reason));
await run(async () => { exit("early"); }).catch((error) => console.log(error.name, error.reason));
await run(async () => { try { exit("caught"); } catch { console.log("still", isAlive(self())); } });
