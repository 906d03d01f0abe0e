// The functions of tests are process code, and so are the functions that they share.
import { test } from "node:test";
import { run, self, send } from "tincture";
import * as kit from "tincture/testing";
import { assertReceive, inProcess, startSupervised } from "tincture/testing";
import { Room } from "./room.js";

async function open(name: string) {
  await startSupervised(Room.child(name));
  return Room.of(name);
}

test("a member hears the others", inProcess(async () => {
  const room = await open("lobby");
  await room.join(self());
  await assertReceive({ tag: "joined" }, 50);
}));

test("with options", kit.inProcess(async (t) => {
  await kit.advance(1000);
}, { virtualTime: true }));

test("nothing to wait for", inProcess(() => void send(self(), "hello")));

async function scenario() {
  await assertReceive("hello");
}
test("written elsewhere", inProcess(scenario));

// No process code: an ordinary test.
test("ordinary", async () => {
  await run(scenario);
});
