/**
 * `Global`: names and locks that the whole cluster shares; in a program that is no node, its own.
 *
 * Source: OTP's module global; otp/behaviour.md 98-107.
 */
import { failure } from "../../core/error.js";
import * as local from "../../core/name.js";
import { current, here, isDead, type Process } from "../../core/process.js";
import { vm } from "../../core/vm.js";
import { MemoryDirectory } from "../memory_directory.js";
import { currentGlobal } from "./current.js";
import { checkResource, Locks } from "./locks.js";
import { notifyAll, type Resolver, randomExit, randomNotify } from "./resolver.js";

/** Who asks for a lock: whoever gives the same word, or, without one, this process. */
export interface LockOptions {
  readonly requester?: string;
  /** How often to try again when it is taken. Default: until it is free. */
  readonly retries?: number;
}

/** Locks of a program that is no node. */
const alone = new Locks({
  directory: new MemoryDirectory(),
  holderOf: (process) =>
    process !== undefined && isDead(process) ? undefined : { node: "", creation: 0, term: 0, id: process?.id ?? null },
  isHeld: () => true,
  makeValid: async () => {},
});

const locks = (): Locks => currentGlobal()?.locks ?? alone;
let lastRequester = 0;

/** Undefined stands for ordinary code, of which every call is a requester of its own. */
const requesterOf = (options: LockOptions | undefined, process: Process | undefined): string =>
  options?.requester !== undefined
    ? `named ${options.requester}`
    : process === undefined
      ? `code ${here.node} ${++lastRequester}`
      : `process ${process.node} ${process.id}`;

/** Calls a function as code of the process that asked for it. */
function inside<R>(process: Process | undefined, work: () => R): R {
  if (process === undefined || isDead(process)) return work();
  const { side, current: before } = vm;
  vm.current = process.slot;
  vm.side = null;
  try {
    return work();
  } finally {
    vm.current = before;
    vm.side = side;
  }
}

const triesOf = (options: LockOptions | undefined): number => options?.retries ?? Number.POSITIVE_INFINITY;

export const Global = {
  async registerName(name: string, process: Process, resolve?: Resolver): Promise<boolean> {
    const service = currentGlobal();
    if (service === null) return local.registerGlobal(name, process);
    return service.names.register(local.checkName(name), process, resolve);
  },

  async reRegisterName(name: string, process: Process, resolve?: Resolver): Promise<boolean> {
    const service = currentGlobal();
    if (service === null) return local.reRegisterGlobal(name, process);
    return service.names.reRegister(local.checkName(name), process, resolve);
  },

  async unregisterName(name: string): Promise<void> {
    const service = currentGlobal();
    if (service === null) return local.unregisterGlobal(name);
    await service.names.unregister(local.checkName(name));
  },

  whereisName: (name: string): Process | undefined => local.whereis({ global: name }),
  registeredNames: (): string[] => currentGlobal()?.names.registered() ?? local.registeredGlobals(),

  async sync(): Promise<void> {
    await currentGlobal()?.sync();
  },

  setLock(resource: string, options?: LockOptions): Promise<boolean> {
    const process = current();
    return locks().set(checkResource(resource), requesterOf(options, process), process, triesOf(options));
  },

  delLock(resource: string, options?: LockOptions): Promise<boolean> {
    return locks().delete(checkResource(resource), requesterOf(options, current()));
  },

  async transaction<R>(resource: string, work: () => R | Promise<R>, options?: LockOptions): Promise<R> {
    const process = current();
    const requester = requesterOf(options, process);
    const held = locks();
    if (!(await held.set(checkResource(resource), requester, process, triesOf(options))))
      throw failure("lock_taken", { resource });
    let result: R;
    try {
      result = await inside(process, work);
    } catch (error) {
      await held.delete(resource, requester).catch(() => false);
      throw error;
    }
    if (!(await held.delete(resource, requester))) throw failure("lock_lost", { resource });
    return result;
  },

  randomExit,
  randomNotify,
  notifyAll,
};
