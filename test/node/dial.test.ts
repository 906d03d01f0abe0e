// Asking for a connection, over a transport that takes its time.
import { Node, send } from "tincture";
import { expect, test } from "vitest";
import { failure } from "../../dist/runtime/core/error.js";
import { MemoryDirectory } from "../../dist/runtime/node/memory_directory.js";
import type { Channel, Transport } from "../../dist/runtime/node/transport.js";

test("who waits for a connection hears of its end, also when too much waited for it meanwhile", async () => {
  const asked: ((error: unknown) => void)[] = [];
  const transport: Transport = {
    title: "test",
    open: async () => ({
      names: async () => [],
      connect: () => new Promise<Channel>((_, reject) => void asked.push(reject)),
      close: async () => {},
      directory: new MemoryDirectory(),
    }),
  };
  const troubles: string[] = [];
  const onTrouble = (node: string): void => void troubles.push(node);
  await Node.start("one@here", { cookie: "c", transport, maxBuffered: 1024, onTrouble });
  const connected = Node.connect("slow@here");
  const to = { name: "nobody", node: "slow@here" };
  for (let i = 0; i < 3; i++) send(to, "x".repeat(500));
  await new Promise((resolve) => setImmediate(resolve));
  send(to, "after it was given up");
  for (const reject of asked)
    reject(failure("node_unreachable", { name: "slow@here", transport: "test", reason: "no" }));
  expect(await connected).toBe(false);
  expect([asked.length, troubles]).toEqual([1, ["slow@here"]]);
  await Node.stop();
});
