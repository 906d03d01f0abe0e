/**
 * Starts a node in a thread of its own: this is how a program uses more cores.
 *
 * Flow: a thread begins with boot.ts -> it gets its line to the hub -> it becomes a node -> it loads the user's module -> `startWorker` settles, with this
 * program's node connected to it. A thread that fails on the way is an error of `startWorker`; one that ends later is a node that was lost.
 */
import { join } from "node:path";
import { MessageChannel, type MessagePort, type WorkerOptions as ThreadOptions, Worker } from "node:worker_threads";
import { clock } from "../../core/clock.js";
import { failure } from "../../core/error.js";
import { reportError } from "../../core/report.js";
import { checkOptions, over0 } from "../../otp/option.js";
import { currentNode } from "../current.js";
import { checkNodeName, type NodeOptions } from "../option.js";
import { TITLE } from "./line.js";
import type { ModulePath, WorkerNode, WorkerOptions } from "./option.js";
import { freshPort, workerCookie } from "./worker.js";

/** The first message to a thread. */
export interface Boot {
  readonly name: string;
  readonly module: string;
  readonly options: NodeOptions;
  readonly line: MessagePort;
  readonly control: MessagePort;
}

const anything = (): undefined => undefined;
const checks = { node: anything, workerData: anything, env: anything, resourceLimits: anything };

export async function startWorker(name: string, module: ModulePath, options: WorkerOptions = {}): Promise<WorkerNode> {
  checkNodeName(name);
  checkOptions("Node.startWorker", options, checks);
  const { node, ...ofThread } = options;
  // Before there is a thread: if this fails, none is left behind.
  const line = await freshPort();
  const thread = new Worker(join(__dirname, "boot.js"), ofThread as ThreadOptions);
  const { port1: control, port2 } = new MessageChannel();
  const boot: Boot = {
    name,
    module: String(module),
    options: { cookie: workerCookie(), ...node, transport: "worker" },
    line,
    control: port2,
  };
  const ready = started(thread, control, name);
  thread.postMessage(boot, [line, port2]);
  await ready;
  thread.on("error", (error) =>
    reportError({ node: name, error }, `the thread of node ${name} ended: ${String(error)}`),
  );
  const own = currentNode();
  if (own?.transport.title === TITLE) await own.connect(name);
  return { name, stop: (timeout = 5000) => stopThread(thread, control, timeout) };
}

/** Settles when the thread has loaded its module. Errors: `worker_failed`. */
function started(thread: Worker, control: MessagePort, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: unknown): void => {
      thread.off("error", done);
      thread.off("exit", ended);
      control.unref();
      if (error === undefined) return resolve();
      control.close();
      void thread.terminate();
      const reason = error instanceof Error ? error.message : String(error);
      reject(failure("worker_failed", { name, reason }, { cause: error }));
    };
    const ended = (code: number): void => done(`it ended with code ${code} before it was loaded`);
    thread.once("error", done);
    thread.once("exit", ended);
    control.once("message", () => done());
  });
}

async function stopThread(thread: Worker, control: MessagePort, timeout: number): Promise<void> {
  checkOptions("stop", { timeout }, { timeout: over0("milliseconds") });
  if (thread.threadId === -1) return;
  const ended = new Promise<void>((resolve) => void thread.once("exit", () => resolve()));
  control.postMessage("stop");
  const cancel = clock.later(() => void thread.terminate(), timeout);
  await ended;
  cancel();
  control.close();
}
