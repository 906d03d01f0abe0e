import { ping, ping_pong, pong, run } from "tincture";

ping("hi");
pong(console.log);
ping_pong(() => {
  ping("hi");
  [1].forEach((n) => ping(n));
  run(() => { pong(console.log); });
});
