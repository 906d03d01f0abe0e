// The tutorial's macro: a fresh process sends itself one message and takes it out of its mailbox. Then the same in two processes, by hand.
import assert from "node:assert/strict";
import { type Down, monitor, type Pid, ping, ping_pong, pong, receive, run, self, send, spawn } from "tincture";

type Heard = { readonly tag: "heard"; readonly text: string };

// `run` is the way into a process from ordinary code: it settles with what its function returns.
await run(async () => {
  const me = self<Heard | Down>();

  // The block is code of the new process; its value here is the pid of that process.
  const pid = ping_pong(() => {
    ping("hey there");
    pong((message: string) => {
      console.log(`Pong received: ${message}`);
      send(me, { tag: "heard", text: message });
    });
  });
  monitor(pid);

  const text = await receive((message: Heard) => {
    switch (message.tag) {
      case "heard":
        return message.text;
    }
  });
  assert.equal(text, "hey there");

  const reason = await receive((message: Down) => {
    switch (message.tag) {
      case "DOWN":
        return message.reason;
    }
  });
  console.log(`the process ended: ${reason}`);
  assert.equal(reason, "normal");
});

// A game of two: the other side answers each ping until it is told to stop.
type Ball = { readonly tag: "ball"; readonly n: number; readonly from: Pid<Ball> };

const returns = await run(async () => {
  const other = spawn<Ball>(async () => {
    for (;;) {
      const ball = await receive<Ball>();
      send(ball.from, { tag: "ball", n: ball.n + 1, from: self() });
    }
  });
  let n = 0;
  while (n < 10_000) {
    send(other, { tag: "ball", n, from: self() });
    n = (await receive<Ball>()).n;
  }
  return n;
});
console.log(`${returns} returns`);
assert.equal(returns, 10_000);
