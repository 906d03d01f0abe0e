// Who counts as a server's parent: the process that linked itself to it, or, for one that ordinary code started, ordinary code.
import { exit, GenServer, isAlive, type Pid } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { kept, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

const heard: unknown[] = [];
const module = {
  init: (): ["ok", null] => ["ok", null],
  handleInfo: (message: { reason: unknown }): ["noreply", null] => {
    heard.push(message.reason);
    return ["noreply", null];
  },
};

test("an exit signal of ordinary code ends the server that ordinary code started, not one that a process started", async () => {
  const outside = GenServer.start(module, null, { trapExit: true });
  const inside = rt.run(function* (): Waiting<Pid> {
    let tmp: any;
    const start = rt.waitCall(GenServer, GenServer.start, module, null, { trapExit: true });
    return (tmp = start) === rt.parked ? yield : tmp;
  }) as Promise<Pid>;
  await time.settle();
  const theirs = kept(await outside);
  const ours = kept(await inside);
  exit(theirs, "over");
  exit(ours, "heard");
  await time.settle();
  expect([isAlive(theirs), isAlive(ours), heard]).toEqual([false, true, ["heard"]]);
});
