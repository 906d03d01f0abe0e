// Nodes for tests: this program is one, others are processes of the operating system. A folder of their own keeps them from all other nodes of the machine.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exit, Node, type NodeOptions, type Pid, setLogger } from "tincture";
import * as rt from "tincture/abi";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { root } from "../suite.js";

export const cookie = "a secret of these tests";
export const me = "test@127.0.0.1";
const peers = new Map<string, ChildProcess>();
const started: Pid[] = [];

/** Call once in a test file: this program is the node `test@127.0.0.1`. */
export function useNode(options: NodeOptions = {}): void {
  const folder = mkdtempSync(join(tmpdir(), "tincture-test-"));
  const before = process.env.XDG_RUNTIME_DIR;
  beforeAll(async () => {
    process.env.XDG_RUNTIME_DIR = folder;
    setLogger({ error() {}, warn() {}, info() {} });
    await Node.start(me, { cookie, ...options });
  });
  afterEach(() => {
    for (const pid of started.splice(0)) exit(pid, "kill");
  });
  afterAll(async () => {
    await Node.stop();
    for (const child of peers.values()) child.kill("SIGKILL");
    setLogger();
    if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
    else process.env.XDG_RUNTIME_DIR = before;
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Starts another node. */
export async function startPeer(name: string, options: NodeOptions = {}, file = "peer.mjs"): Promise<ChildProcess> {
  const program = join(root, "test/node/program", file);
  const child = fork(program, [name, JSON.stringify({ cookie, ...options })], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  peers.set(name, child);
  await once(child, "message");
  return child;
}

/** Ends a node without a word, and waits until it is gone. */
export async function killPeer(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** A process that keeps all that it gets. */
export function collector(prepare: () => void = () => {}): { pid: Pid; seen: any[] } {
  const seen: any[] = [];
  const pid = rt.spawn(function* (): Generator<undefined, void, any> {
    let tmp: unknown;
    prepare();
    for (;;) seen.push((tmp = rt.receive()) === rt.parked ? yield : tmp);
  }) as Pid;
  started.push(pid);
  return { pid, seen };
}

/** Waits until what is seen is as wanted. */
export const eventually = (look: () => unknown, wanted: unknown, timeout = 10_000): Promise<void> =>
  vi.waitFor(async () => expect(await look()).toEqual(wanted), { timeout, interval: 5 });
