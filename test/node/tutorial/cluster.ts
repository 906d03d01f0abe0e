// The nodes of this folder's tests, on any transport: processes of the operating system, or threads of this program.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import { Node, type WorkerNode } from "tincture";
import { expect } from "vitest";
import { bin, runTool } from "../../e2e/process.js";
import { root } from "../../suite.js";
import { type NatsServer, startNats } from "../nats_server.js";

/** Where the programs are compiled to: test files that run at the same time have folders of their own. */
export const built = join(root, "build/node_tutorial", process.env.VITEST_POOL_ID ?? "0");
const program = join(built, "member.js");

/** Compiles the programs of this folder. */
export async function build(): Promise<void> {
  const { code, output } = await runTool(bin("ts-patch", "tspc"), ["-p", "test/node/tutorial", "--outDir", built]);
  expect(code, output).toBe(0);
}

export const [nodeOne, nodeTwo, nodeThree] = ["one@127.0.0.1", "two@127.0.0.1", "three@127.0.0.1"] as const;

/** A node that does what it is told. */
export interface Member {
  ask(command: string, ...args: unknown[]): Promise<any>;
  /** Ends at once and without a word, where the transport has such an end; a thread is stopped. */
  kill(): Promise<void>;
}

export interface TestCluster {
  start(name: string, peer?: string): Promise<Member>;
  close(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

let last = 0;

/** Asks by messages, and gives what was answered. */
function asker(post: (order: object) => void) {
  const waiting = new Map<number, (answer: Answer) => void>();
  return {
    hear: (answer: Answer | string): void => {
      if (typeof answer !== "string") waiting.get(answer.id)?.(answer);
    },
    ask: (command: string, ...args: unknown[]): Promise<any> =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value) : reject(new Error(error))));
        post({ id, command, args });
      }),
  };
}

/** Units: ms. */
export const heartbeat = 2000;

function processes(options: object, env: Record<string, string>, end: () => Promise<void> | void): TestCluster {
  const children: ChildProcess[] = [];
  return {
    async start(name, peer) {
      const args = [
        name,
        JSON.stringify({ cookie: "of the tutorial", heartbeat, setupTime: 2000, ...options }),
        ...(peer ? [peer] : []),
      ];
      const child = fork(program, args, { env: { ...process.env, ...env }, execArgv: [] });
      children.push(child);
      const { ask, hear } = asker((order) => void child.send(order));
      child.on("message", hear);
      await once(child, "message");
      const kill = async (): Promise<void> => {
        child.kill("SIGKILL");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      };
      return { ask, kill };
    },
    async close() {
      for (const child of children) child.kill("SIGKILL");
      await end();
    },
  };
}

async function local(): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), "tincture-tutorial-"));
  return processes({}, { XDG_RUNTIME_DIR: folder }, () => rmSync(folder, { recursive: true, force: true }));
}

async function overNats(): Promise<TestCluster> {
  const server: NatsServer = await startNats();
  return processes({ nats: { servers: server.address, timeout: 2000 } }, {}, () => server.close());
}

let orders = 0;

async function threads(): Promise<TestCluster> {
  const name = `tutorial ${++orders}`;
  const channel = new BroadcastChannel(name);
  const started: WorkerNode[] = [];
  const hears: ((answer: Answer) => void)[] = [];
  channel.onmessage = (event) => {
    for (const hear of hears) hear((event as { data: Answer }).data);
  };
  return {
    async start(node, peer) {
      const thread = await Node.startWorker(node, new URL(`file://${program}`), {
        node: { heartbeat, setupTime: 2000 },
        workerData: { orders: name, peer },
      });
      started.push(thread);
      const { ask, hear } = asker((order) => channel.postMessage({ ...order, to: node }));
      hears.push(hear);
      return { ask, kill: () => thread.stop() };
    },
    async close() {
      for (const thread of started) await thread.stop();
      channel.close();
    },
  };
}

export const clusters: Record<string, () => Promise<TestCluster>> = { local, worker: threads, nats: overNats };
