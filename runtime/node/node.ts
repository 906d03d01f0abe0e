/**
 * `Node`: this program as one of several that know each other.
 *
 * Flow: `start` checks what it is given, loads the rest of this folder and the transport, and joins; from then on processes of other nodes are used as those of
 * this one. Source: Elixir's Node, OTP's net_kernel; otp/behaviour.md 233-236.
 */
import { failure } from "../core/error.js";
import { here } from "../core/process.js";
import type { Traffic } from "./connection.js";
import { currentNode, setNode, startedNode } from "./current.js";
import { currentGlobal } from "./global/current.js";
import { watchNode, watchNodes } from "./node_watch.js";
import { checkNodeName, type NodeOptions, settingsOf } from "./option.js";
import type { Transport } from "./transport.js";
import type { ModulePath, WorkerNode, WorkerOptions } from "./worker/option.js";

/** What is told to a process that asked for it by `Node.monitor` or `Node.monitorNodes`. */
export interface NodeMessage {
  readonly tag: "nodeup" | "nodedown";
  readonly node: string;
}

/** Name of the node that is being started. */
let starting: string | null = null;

/** Nodes in threads of one process have a secret of their own. */
async function withCookie(options: NodeOptions): Promise<NodeOptions> {
  if (options?.transport !== "worker" || options.cookie !== undefined) return options;
  return { ...options, cookie: (await import("./worker/worker.js")).workerCookie() };
}

async function load(transport: "local" | "worker" | Transport): Promise<Transport> {
  if (transport === "local") return (await import("./local/local_transport.js")).localTransport();
  if (transport === "worker") return (await import("./worker/worker.js")).workerTransport;
  return transport;
}

export const Node = {
  async start(name: string, options: NodeOptions = {}): Promise<void> {
    const running = starting ?? currentNode()?.name;
    if (running !== undefined) throw failure("node_started", { name: running });
    const own = checkNodeName(name);
    starting = own;
    try {
      const settings = settingsOf(await withCookie(options));
      const [{ LocalNode }, { startGlobal }, transport] = await Promise.all([
        import("./local_node.js"),
        import("./global/service.js"),
        load(settings.transport),
      ]);
      const node = await LocalNode.open(own, settings, transport);
      try {
        await startGlobal(node);
      } catch (error) {
        await node.close();
        throw error;
      }
      setNode(node);
    } finally {
      starting = null;
    }
  },

  async stop(): Promise<void> {
    const node = currentNode();
    setNode(null);
    await currentGlobal()?.stop();
    await node?.close();
  },

  async startWorker(name: string, module: ModulePath, options?: WorkerOptions): Promise<WorkerNode> {
    return (await import("./worker/start_worker.js")).startWorker(name, module, options);
  },

  self: (): string => here.node,

  async connect(name: string): Promise<boolean> {
    const node = startedNode("Node.connect");
    if (checkNodeName(name) === node.name) return true;
    const error = await node.connect(name);
    if (error !== undefined && error.code !== "node_unreachable") throw error;
    // What had a global name before this call is found after it.
    if (error === undefined) await currentGlobal()?.sync();
    return error === undefined;
  },

  disconnect(name: string): boolean {
    const { connection } = startedNode("Node.disconnect").peer(checkNodeName(name));
    connection?.close("it was disconnected here");
    return connection !== null;
  },

  list(which: "visible" | "hidden" | "connected" = "visible"): string[] {
    const all = currentNode()?.connected() ?? [];
    return all.filter(({ hidden }) => which === "connected" || hidden === (which === "hidden")).map(({ name }) => name);
  },

  info(name: string): Traffic | undefined {
    return startedNode("Node.info").peer(checkNodeName(name)).connection?.traffic;
  },

  monitor(name: string, on = true): void {
    watchNode(startedNode("Node.monitor"), checkNodeName(name), on);
  },

  monitorNodes(on = true): void {
    watchNodes(startedNode("Node.monitorNodes"), on);
  },
};
