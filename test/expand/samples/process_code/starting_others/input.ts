// An async function that starts or stops others is process code too: what it starts is linked to the process that it runs in.
import { exit, run, stop, supervisor } from "tincture";

const First = supervisor({ name: "first", strategy: "one_for_one" }, () => []);
const Second = supervisor({ name: "second", strategy: "one_for_one" }, () => []);

async function boot() {
  await First.startLink();
  await Second.startLink();
}

const end = async () => {
  await stop("second");
};

await run(async () => {
  await boot();
  await end();
  exit("boom");
});
