/** Global names and locks of the node that this program is: from `Node.start` to `Node.stop`. */
import { cluster, takeGlobals } from "../../core/name.js";
import { isDead, type Process } from "../../core/process.js";
import { callByPromise } from "../../otp/request.js";
import { CALL } from "../../otp/running.js";
import type { LocalNode } from "../local_node.js";
import { services } from "../service.js";
import { setGlobal } from "./current.js";
import { GlobalNames } from "./global_names.js";
import type { GlobalHost } from "./host.js";
import { Leases } from "./lease.js";
import { type LockHost, Locks } from "./locks.js";

/** The name of the service. */
const GLOBAL = "$global";
const request = { tag: CALL, name: "sync", kind: null };

/** Errors: `transport_unreachable`; nothing is left then. */
export async function startGlobal(node: LocalNode): Promise<void> {
  const host = hostOf(node);
  const leases = new Leases(host);
  const names = new GlobalNames(host, leases);
  const locks = new Locks(lockHost(host, leases));
  services.set(GLOBAL, (_name, _payload, caller) => {
    host.directory.sync().then(
      () => caller?.reply(true),
      () => caller?.reply(false),
    );
  });
  const watcher = {
    nodeUp: (name: string): void => names.nodeUp(name),
    nodeDown: (name: string): void => names.nodeDown(name),
  };
  node.watchers.add(watcher);
  const stop = async (): Promise<void> => {
    node.watchers.delete(watcher);
    services.delete(GLOBAL);
    if (cluster.names === names) cluster.names = null;
    setGlobal(null);
    await locks.stop();
    await names.stop();
    await leases.stop();
  };
  try {
    await leases.start();
    const taken = takeGlobals();
    cluster.names = names;
    setGlobal({ names, locks, sync: () => host.directory.sync(), stop });
    await names.start(taken);
  } catch (error) {
    await stop();
    throw error;
  }
}

function hostOf(node: LocalNode): GlobalHost {
  const { identity } = node;
  const { heartbeat, setupTime } = node.settings;
  const asked = (name: string, patience: number): Promise<boolean> =>
    callByPromise({ name: GLOBAL, node: name }, request, null, patience).then(
      () => true,
      () => false,
    );
  return {
    node: node.name,
    creation: node.self.creation,
    directory: node.directory,
    heartbeat,
    markOf: (process) => identity.markOf(process)?.mark ?? { node: process.node, creation: 0, id: 0 },
    processOf: (mark) => identity.objectOf("pid", mark) as Process,
    async reach(name) {
      // A connection that has just broken may look whole still: then the second try makes a new one.
      for (let tries = 0; tries < 2; tries++) {
        if ((await node.connect(name)) !== undefined) return false;
        if (await asked(name, setupTime)) return true;
      }
      return false;
    },
    isGone: (name) => node.isGone(name),
    async syncPeers() {
      await Promise.all(node.connected().map(({ name }) => asked(name, heartbeat)));
    },
  };
}

function lockHost(host: GlobalHost, leases: Leases): LockHost {
  const { node, creation, directory } = host;
  return {
    directory,
    holderOf: (process) => ({
      node,
      creation,
      term: leases.term,
      id: process === undefined ? null : host.markOf(process).id,
    }),
    isHeld: ({ id, ...holder }) =>
      leases.isHeld({ ...holder, id: id ?? 0 }) &&
      (id === null || holder.node !== node || !isDead(host.processOf({ ...holder, id }))),
    makeValid: () => leases.makeValid(),
  };
}
