// A node that does what it is told: a process of the operating system (`member.js NAME OPTIONS PEER?`), or a thread.
import { BroadcastChannel, isMainThread, workerData } from "node:worker_threads";
import { Node, type NodeOptions } from "tincture";
import { type NatsOptions, nats } from "tincture/nats";
import { commands as counter } from "./counter.js";
import { commands as names } from "./names.js";

const commands = { ...counter, ...names };

interface Order {
  readonly to: string;
  readonly id: number;
  readonly command: keyof typeof commands | "leave";
  readonly args: unknown[];
}
type Answer = "ready" | { readonly id: number; readonly value?: unknown; readonly error?: string };

async function obey({ id, command, args }: Order, answer: (message: Answer) => void): Promise<void> {
  try {
    const work = command === "leave" ? Node.stop : (commands[command] as (...args: unknown[]) => unknown);
    answer({ id, value: await work(...args) });
  } catch (error) {
    answer({ id, error: String(error) });
  }
}

if (isMainThread) {
  process.on("message", (order: Order) => void obey(order, (message) => process.send?.(message)));
  const [name = "", options = "{}", peer] = process.argv.slice(2);
  const { nats: ofNats, ...own } = JSON.parse(options) as NodeOptions & { nats?: NatsOptions };
  await Node.start(name, ofNats === undefined ? own : { ...own, transport: nats(ofNats) });
  if (peer !== undefined) await Node.connect(peer);
  process.send?.("ready");
} else {
  // The port by which a thread is reached is the node's; orders come another way.
  const orders = new BroadcastChannel(workerData.orders);
  // It is the node that holds the thread open.
  orders.unref();
  const name = Node.self();
  orders.onmessage = (event) => {
    const order = (event as { data: Order }).data;
    if (order.to === name) void obey(order, (message) => orders.postMessage(message));
  };
  if (workerData.peer !== undefined) await Node.connect(workerData.peer);
}
