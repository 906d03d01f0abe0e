/**
 * `npm run crash [-- --kills N --accounts N --servers N --seed N]`: a program with durable servers on LMDB, killed with `kill -9` at random moments.
 *
 * After each kill: every write that the program said was done is there; no account has half a write; no money is lost or made. At the end the time is taken in
 * which many durable servers are back. Prints a table; exit code 1, and what is wrong, otherwise.
 *
 * Units: `--kills` 300; `--accounts` 50, written to all the time; `--servers` 10,000, started once more at the end; `--seed` by chance, and printed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MONEY, mistakeIn, POTS, type Shown } from "./account.js";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "300" },
    accounts: { type: "string", default: "50" },
    servers: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const [kills, accounts, servers, seed] = [values.kills, values.accounts, values.servers, values.seed].map(Number) as [
  number,
  number,
  number,
  number,
];
console.log(`seed           ${seed}`);

/** Numbers from 0 to 1, always the same ones. Mulberry32. */
let state = seed;
function chance(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const home = mkdtempSync(join(tmpdir(), "tincture-crash-"));
process.on("exit", () => rmSync(home, { recursive: true, force: true }));
const writer = fileURLToPath(new URL("writer.js", import.meta.url));

const mistakes: string[] = [];
/** What was said to be done: the last number of each account, and how often money was moved. */
const done = Array.from({ length: accounts }, () => 0);
let moved = 0;
let writes = 0;
const recoveries: number[] = [];

interface Ready {
  readonly accounts: readonly Shown[];
  readonly moves: number;
  readonly money: number;
}

function check({ accounts: shown, moves, money }: Ready, where: string): void {
  shown.forEach((account, id) => {
    const mistake = mistakeIn(account);
    if (mistake !== undefined) mistakes.push(`${where}: account ${id}: ${mistake}`);
    const before = done[id] as number;
    if (account.last < before) mistakes.push(`${where}: account ${id} was given ${before}, and has ${account.last}`);
    // One write may have been under way.
    if (account.last > before + 1)
      mistakes.push(`${where}: account ${id} has ${account.last}, and was given ${before}`);
    done[id] = account.last;
  });
  if (money !== POTS * MONEY) mistakes.push(`${where}: ${money} in all pots, not ${POTS * MONEY}`);
  if (moves < moved) mistakes.push(`${where}: money was moved ${moved} times, and ${moves} are there`);
  moved = moves;
}

function take(line: string, where: string): void {
  const [kind, first, ...rest] = line.split(" ");
  if (kind === "ready") {
    recoveries.push(Number(first));
    check(JSON.parse(rest.join(" ")), where);
  } else if (kind === "w") {
    done[Number(first)] = Number(rest[0]);
    writes++;
  } else if (kind === "m") {
    moved = Number(first);
    writes++;
  }
}

const start = (count: number, folder: string, mode = "busy"): ChildProcess =>
  spawn(process.execPath, [writer, String(count), mode], {
    env: { ...process.env, STORE: join(home, folder) },
    stdio: ["ignore", "pipe", "inherit"],
  });

/** Runs the program until it is killed; gives its whole lines. */
function killed(child: ChildProcess, delay: number, fromReady: boolean): Promise<string[]> {
  return new Promise((resolve) => {
    let text = "";
    const kill = () => child.kill("SIGKILL");
    if (!fromReady) setTimeout(kill, delay);
    child.stdout?.on("data", (chunk: Buffer) => {
      const isFirst = text === "";
      text += chunk.toString();
      if (fromReady && isFirst) setTimeout(kill, delay);
    });
    child.on("close", (code) => {
      if (code !== null) mistakes.push(`the program ended by itself, with code ${code}`);
      resolve(text.split("\n").slice(0, -1));
    });
  });
}

for (let i = 1; i <= kills && mistakes.length === 0; i++) {
  // Most while it writes; some while it starts and reads what is there.
  const fromReady = chance() < 0.8;
  const delay = fromReady ? chance() * 150 : 80 + chance() * 250;
  for (const line of await killed(start(accounts, "accounts"), delay, fromReady)) take(line, `after kill ${i - 1}`);
}

/** The time in which `servers` durable servers are there again. */
async function recovery(): Promise<{ first: number; again: number }> {
  const times: number[] = [];
  for (let i = 0; i < 2; i++) {
    const child = start(servers, "many", "idle");
    let text = "";
    await new Promise<void>((resolve) => {
      child.stdout?.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes("\ndone\n")) child.kill("SIGKILL");
      });
      child.on("close", () => resolve());
    });
    times.push(Number(text.split(" ")[1]));
    const { accounts: shown } = JSON.parse(text.slice(text.indexOf("{"), text.indexOf("\n"))) as Ready;
    const missing = shown.filter(({ last }) => last !== i).length;
    if (missing > 0) mistakes.push(`${missing} of ${servers} servers are not what they were`);
  }
  return { first: times[0] as number, again: times[1] as number };
}

const { first, again } = await recovery();
recoveries.sort((a, b) => a - b);
console.log(`kills          ${kills}`);
console.log(`writes         ${writes.toLocaleString("en")} acknowledged`);
console.log(
  `recovery       of ${accounts} servers: ${recoveries[recoveries.length >> 1]} ms in the middle, ${recoveries.at(-1)} ms at most`,
);
console.log(`first start    of ${servers.toLocaleString("en")} servers: ${first} ms`);
console.log(`recovery       of ${servers.toLocaleString("en")} servers: ${again} ms`);
console.log(
  mistakes.length === 0 ? "result         nothing lost, nothing half-written" : mistakes.slice(0, 20).join("\n"),
);
process.exitCode = mistakes.length === 0 ? 0 : 1;
