import { run, sleep } from "tincture";

declare const ready: boolean;
declare const late: boolean;
declare function log(text: string): void;

run(async () => {
  if (ready) await sleep(1);
  else log("not ready");

  if (ready) await sleep(1);
  else if (late) await sleep(2);
  else log("neither");

  if (ready)
    if (late) await sleep(1);
    else log("in time");
  else log("not ready");

  if (ready) once: if (late) await sleep(1);
    else await sleep(2);
  else log("not ready");

  if (late) await sleep(1);
  if (ready) {
    await sleep(1);
  } else log("not ready");
});
