// Global names and locks, as a node is told to use them.
import {
  exit,
  Global,
  genserver,
  global,
  isAlive,
  type Pid,
  type Resolver,
  receive,
  type StartError,
  spawn,
  whereis,
} from "tincture";

/** Processes of this node by what they were called, and what they have got. */
const pids = new Map<string, Pid>();
const got = new Map<string, unknown[]>();

function idler(title: string): Pid {
  const seen: unknown[] = [];
  const pid = spawn(async () => {
    for (;;) seen.push(await receive());
  });
  pids.set(title, pid);
  got.set(title, seen);
  return pid;
}

const Named = genserver((_title: string) => ({}), { name: (title) => global(title) });
const resolvers: Record<string, Resolver> = {
  exit: Global.randomExit,
  notify: Global.randomNotify,
  all: Global.notifyAll,
  fails: () => {
    throw new Error("no idea");
  },
};
/** Units: ms, by a clock that all processes of a machine share. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;
const pidOf = (title: string): Pid => pids.get(title) as Pid;

export const commands = {
  /** Registers a process of this node, made for it if there is none of this title. */
  register: (name: string, title = name, resolver = "exit") =>
    Global.registerName(name, pids.get(title) ?? idler(title), resolvers[resolver]),
  reRegister: (name: string, title: string) => Global.reRegisterName(name, pids.get(title) ?? idler(title)),
  registerFound: (name: string, found: string) => Global.registerName(name, Global.whereisName(found) as Pid),
  unregister: (name: string) => Global.unregisterName(name),
  where: (name: string) => Global.whereisName(name)?.node ?? "nowhere",
  isMine: (name: string, title: string) => whereis(global(name)) === pidOf(title),
  names: () => Global.registeredNames().sort(),
  sync: () => Global.sync(),
  kill: (title: string) => exit(pidOf(title), "kill"),
  isAlive: (title: string) => isAlive(pidOf(title)),
  got: (title: string) => got.get(title)?.map((message: any) => [message.tag, message.name]),
  startNamed: (title: string) =>
    Named.start(title).then(
      (pid) => pid.node,
      (error: StartError) => [error.code, (error.pid as Pid)?.node],
    ),
  /** This node does nothing at all for a time. */
  block: (ms: number) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },

  lock: (resource: string, requester: string, retries: number) => Global.setLock(resource, { requester, retries }),
  unlock: (resource: string, requester: string) => Global.delLock(resource, { requester }),
  /** A process locks something, tells whether it did, and ends when it is told to. */
  lockInProcess: (resource: string, title: string) =>
    new Promise((resolve) => {
      const pid = spawn(async () => {
        resolve(await Global.setLock(resource, { retries: 0 }));
        await receive();
      });
      pids.set(title, pid);
    }),
  /** Works under a lock, several times at once, and tells when. */
  work: (resource: string, times: number) =>
    Promise.all(
      Array.from({ length: times }, () =>
        Global.transaction(resource, async () => {
          const from = now();
          await new Promise((resolve) => setTimeout(resolve, 2));
          return [from, now()];
        }),
      ),
    ),
  busy: (resource: string) =>
    Global.transaction(resource, () => 1, { retries: 0 }).catch((error: { code: string }) => error.code),
  failing: (resource: string) =>
    Global.transaction(resource, () => {
      throw new Error("out of paper");
    }).catch((error: Error) => error.message),
};
