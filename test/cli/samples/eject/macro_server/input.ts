import { run } from "tincture";
import { machine } from "./m.macro.js";

const Turnstile = machine("turnstile", {
  locked: { coin: "open", push: "locked" },
  open: { push: "locked" },
});

await run(async () => {
  await Turnstile.start();
  console.log(await Turnstile.push(), await Turnstile.coin());
  const error = await Turnstile.coin().catch((error: Error) => error.message);
  console.log(error, await Turnstile.push());
});
