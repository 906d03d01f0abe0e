/**
 * `npm run chaos:global [-- --faults N --seed N --on local,nats,nats3,netns]`: three nodes as processes of the operating system, under load, and faults all the time.
 *
 * A node is killed and started again, stopped for longer than its heartbeat and continued; NATS is killed and started again, one of three NATS servers is lost; with
 * `netns` (needs root) the cable of a node is pulled both ways and put back, once for 30 s. Nothing may come twice or out of order, every call is answered or rejected, a monitor
 * fires once, a global name has never two owners that believe in it, and the heap is what it was. Exit code 1, and what is wrong, otherwise.
 *
 * Units: `--faults` 60 on each of them.
 */
import { parseArgs } from "node:util";
import { clashes, type Report } from "./report.js";
import { heartbeat, names, type Setting, World } from "./world.js";

const { values } = parseArgs({
  options: {
    faults: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    on: { type: "string", default: "local,nats,nats3,netns" },
  },
});
let state = Number(values.seed);
const draw = (below: number): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return Math.floor((state / 0x80000000) * below);
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Fault = (world: World) => Promise<unknown>;

const killNode: Fault = async (world) => {
  const name = names[draw(3)] as string;
  const before = await world.report(name);
  await world.kill(name);
  await pause(draw(heartbeat));
  await world.launch(name);
  return before;
};
const stopNode: Fault = async (world) => {
  const child = world.child(names[draw(3)] as string);
  child.kill("SIGSTOP");
  await pause(heartbeat * (0.3 + 2 * (draw(100) / 100)));
  child.kill("SIGCONT");
};
const restartNats: Fault = async ({ servers }) => {
  const server = servers[draw(servers.length)];
  await server?.kill();
  await pause(draw(2 * heartbeat));
  await server?.restart();
};
const cut =
  (ms: () => number): Fault =>
  async ({ cable }) => {
    cable?.cut(true);
    await pause(ms());
    cable?.cut(false);
  };
/** For so long that TCP itself only looks again after many seconds. */
const longCut = cut(() => 30_000);

const faults: Record<Setting, Record<string, Fault>> = {
  local: { kill: killNode, stop: stopNode },
  nats: { kill: killNode, stop: stopNode, nats: restartNats },
  nats3: { kill: killNode, stop: stopNode, nats: restartNats },
  netns: { kill: killNode, cut: cut(() => heartbeat * (0.5 + 3 * (draw(100) / 100))) },
};
/** What a run of at least 10 faults begins with. */
const first: Partial<Record<Setting, readonly [string, Fault]>> = { netns: ["cut of 30 s", longCut] };

/** Units: ms. A call that is under way comes to its end by then: it is rejected after 5,000 at the latest. */
const PATIENCE = 15_000;

/** Waits until every node has gone on from the call that it was at, to each of the others. Gives those that have not. */
async function stuck(world: World): Promise<string[]> {
  const reports = () => Promise.all(names.map((name) => world.report(name)));
  const before = await reports();
  const until = performance.now() + PATIENCE;
  for (;;) {
    await pause(100);
    const after = await reports();
    const left = names.flatMap((name, i) =>
      names
        .filter((other) => other !== name && (after[i]?.turns[other] ?? 0) <= (before[i]?.turns[other] ?? 0))
        .map((other) => `a call of ${name} to ${other} was neither answered nor rejected`),
    );
    if (left.length === 0 || performance.now() > until) return left;
  }
}

async function chaos(setting: Setting, count: number): Promise<string[]> {
  const world = await World.start(setting);
  const wrong: string[] = [];
  const done: Record<string, number> = {};
  const seen: Report[] = [];
  try {
    await pause(1500);
    const heaps = new Map(
      await Promise.all(names.map(async (name) => [name, (await world.report(name)).heap] as const)),
    );
    for (let i = 0; i < count; i++) {
      const kinds = Object.entries(faults[setting]);
      const begins = i === 0 && count >= 10 ? first[setting] : undefined;
      const [kind, fault] = begins ?? (kinds[draw(kinds.length)] as [string, Fault]);
      done[kind] = (done[kind] ?? 0) + 1;
      const killed = (await fault(world)) as Report | undefined;
      if (killed !== undefined) seen.push(killed);
      await pause(200 + draw(2 * heartbeat));
    }
    wrong.push(...(await stuck(world)));
    for (const name of names) {
      const report = await world.report(name);
      seen.push(report);
      if (report.heap > 1.3 * (heaps.get(name) as number) + 8e6)
        wrong.push(`${name} has ${report.heap} bytes, and had ${heaps.get(name)}`);
    }
  } finally {
    await world.end();
  }
  const beliefs = [...world.beliefs.values()].flatMap(({ all }) => all);
  wrong.push(...clashes(beliefs), ...seen.flatMap((report) => report.wrong));
  const sum = (of: (report: Report) => number): string =>
    seen.reduce((all, report) => all + of(report), 0).toLocaleString("en");
  console.log(
    `${setting.padEnd(6)} ${Object.entries(done)
      .map(([kind, times]) => `${times} ${kind}`)
      .join(", ")}; ${sum((r) => r.notes)} messages in order, ` +
      `${sum((r) => r.answered)} calls answered, ${sum((r) => r.rejected)} rejected, ${sum((r) => r.downs)} monitors fired, the name had ${beliefs.length} owners; ${wrong.length} wrong`,
  );
  return wrong;
}

console.log(`seed ${values.seed}`);
for (const setting of values.on.split(",") as Setting[]) {
  const wrong = await chaos(setting, Number(values.faults));
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}
