// A node under load: `member.js NAME OPTIONS PEERS`. It casts and calls to all others, watches them, and wants a global name; what it saw it tells its parent.
import {
  call,
  cast,
  exit,
  Global,
  genserver,
  monitor,
  Node,
  type NodeOptions,
  type Pid,
  receive,
  setLogger,
  spawn,
} from "tincture";
import { type NatsOptions, nats } from "tincture/nats";
import type { Report, Sample } from "./report.js";

const [me = "", options = "{}", peers = ""] = process.argv.slice(2);
const others = peers.split(",").filter((name) => name !== "" && name !== me);
/** This life of the node: messages of an earlier one may come late, but not in between. */
const life = `${me} ${process.pid}`;

const report: Report = {
  wrong: [],
  answered: 0,
  rejected: 0,
  notes: 0,
  monitors: 0,
  downs: 0,
  heap: 0,
  turns: {},
};
const last = new Map<string, number>();

const Desk = genserver(
  () => ({
    note: cast((from: string, number: number) => {
      const before = last.get(from) ?? 0;
      if (number <= before) report.wrong.push(`${me} got message ${number} of ${from} after ${before}`);
      last.set(from, number);
      report.notes++;
    }),
    echo: call((value: number) => value),
  }),
  { name: "Desk" },
);

/** Monitors by the number of times that they fired. */
const fired = new Map<unknown, number>();

async function watchAll(): Promise<void> {
  for (;;) {
    for (const node of others) {
      fired.set(monitor({ name: "Desk", node }), 0);
      report.monitors++;
    }
    for (let open = others.length; open > 0; open--) {
      const down = await receive((message: any) => message);
      if (down.tag !== "DOWN") continue;
      const times = (fired.get(down.ref) ?? -100) + 1;
      fired.set(down.ref, times);
      report.downs++;
      if (times !== 1) report.wrong.push(`a monitor of ${me} fired ${times} times`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function load(node: string): Promise<void> {
  for (let number = 1; ; number++) {
    const desk = Desk.on(node);
    try {
      for (let i = 0; i < 5; i++) desk.note(life, number * 5 + i);
      const value = await desk.echo(number);
      report.answered++;
      if (value !== number) report.wrong.push(`${me} asked for ${number} and got ${value}`);
    } catch {
      report.rejected++;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    report.turns[node] = number;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}

/* The name that all want: who has it gives it up after a while, by ending. */
let holder: Pid | undefined;
async function wantName(): Promise<void> {
  for (;;) {
    const pid = spawn(async () => {
      await receive();
    });
    holder = pid;
    const won = await Global.registerName("wanted", pid).catch(() => false);
    await new Promise((resolve) => setTimeout(resolve, won ? 300 : 20));
    exit(pid, "kill");
    // The others have their turn.
    if (won) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Units: ms, of a clock that all processes of the machine share. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;

setLogger({ error() {}, warn() {}, info() {} });
const { nats: ofNats, ...own } = JSON.parse(options) as NodeOptions & { nats?: NatsOptions };
await Node.start(me, ofNats === undefined ? own : { ...own, transport: nats(ofNats) });
await Desk.start();
spawn(() => watchAll());
for (const node of others) void load(node);
void wantName();
// Whether this node believes that it has the name, in short intervals.
setInterval(() => {
  const believes = holder !== undefined && Global.whereisName("wanted") === holder;
  process.send?.({ at: now(), believes } satisfies Sample);
}, 10);
process.on("message", (what) => {
  if (what !== "report") return;
  (globalThis as { gc?: () => void }).gc?.();
  process.send?.({ ...report, heap: process.memoryUsage().heapUsed } satisfies Report);
});
process.send?.("ready");
