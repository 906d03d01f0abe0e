/**
 * `registry`: names beyond strings. Processes are found by any key; with duplicate keys, groups of them.
 *
 * Flow: a supervisor of partitions; a process belongs to the partition of its pid, is linked to its server and has its entries there.
 * Order: an owner's entries are gone when it is dead, before anybody hears of it; so a restarted server always wins its name back.
 * Source: Elixir Registry; otp/behaviour.md 109-126.
 */
import { copy } from "../core/copy.js";
import { failure, notInProcess, reasonText } from "../core/error.js";
import { parked, process, type Step } from "../core/fiber.js";
import type { ViaRegistry } from "../core/name.js";
import { current, isDead, type Process } from "../core/process.js";
import { send } from "../core/send.js";
import { ChildSpec } from "./child_spec.js";
import { indexOf } from "./key.js";
import { aFlag, aText, type Checks, checkOptions, oneOf, wholeFrom } from "./option.js";
import { type Entry, type Keys, Partition, partitionServer } from "./registry_partition.js";
import { startHere } from "./start.js";
import { limitsOf, SupervisorDefinition } from "./supervisor.js";
import { SupervisorServer } from "./supervisor_server.js";
import { awaitMany } from "./task_await.js";
import { callWork, startTask, type Work } from "./task_process.js";
import { defined } from "./upgradable.js";

export interface RegistryOptions {
  readonly keys: "unique" | "duplicate";
  /** Default 1. */
  readonly partitions?: number;
  /** Names of processes that are told of every register and unregister. */
  readonly listeners?: readonly string[];
}

const nameChecks: Checks = { name: aText };
const registryChecks: Checks = {
  keys: oneOf("unique", "duplicate"),
  partitions: wholeFrom(1),
  listeners: (value) =>
    Array.isArray(value) && value.every((name) => aText(name) === undefined) ? undefined : "a list of names",
};

type Found = { pid: Process; value: unknown };
type Each = (pid: Process, value: unknown) => unknown;
/* Values are copied in and out, as messages are: who looks one up can't change what others find. */
const found = ({ owner, value }: Entry): Found => ({ pid: owner, value: copy(value) });

export class Registry implements ViaRegistry {
  readonly title: string;
  readonly #name: string;
  readonly #unique: boolean;
  readonly #listeners: readonly string[];
  /** Those that run. */
  readonly #partitions: (Partition | undefined)[];
  /** The one table of unique keys. */
  readonly #keys: Keys = new Map();
  readonly #definition: SupervisorDefinition;
  readonly start: () => Promise<Process>;
  readonly startLink: () => Promise<Process>;

  constructor(name: string, options: RegistryOptions) {
    checkOptions("registry", { name }, nameChecks, ["name"]);
    checkOptions("registry", options, registryChecks, ["keys"]);
    const { keys, partitions = 1, listeners = [] } = options;
    this.#name = name;
    this.title = name;
    this.#unique = keys === "unique";
    this.#listeners = listeners;
    this.#partitions = Array(partitions).fill(undefined);
    const children = this.#partitions.map((_, i) => this.#partition(i));
    /* A process may own keys whose others are in other partitions, when they are unique: then all go down together. */
    const strategy = this.#unique ? ("one_for_all" as const) : ("one_for_one" as const);
    const plan = { ...limitsOf({}), strategy, autoShutdown: "never" as const, children: () => children };
    this.#definition = new SupervisorDefinition(new SupervisorServer(name, plan), name);
    this.start = this.#definition.start;
    this.startLink = this.#definition.startLink;
  }

  #partition(number: number): ChildSpec {
    const kind = partitionServer(`${this.#name} ${number}`, (server) => {
      const keys: Keys = this.#unique ? this.#keys : new Map();
      const partition: Partition = new Partition(server, keys, () => {
        if (this.#partitions[number] === partition) this.#partitions[number] = undefined;
      });
      this.#partitions[number] = partition;
    });
    return new ChildSpec(String(number), "worker", () => startHere(kind, [], { trapExit: true, link: true }));
  }

  child(): ChildSpec {
    return this.#definition.child();
  }

  /** What an upgrade must know: a registry goes on with its entries, so it can't become one of another form. */
  static define(made: Registry): Registry {
    return defined(
      {
        what: "registry",
        title: made.#name,
        subject: made,
        check(next) {
          if (made.#unique !== next.#unique || made.#partitions.length !== next.#partitions.length)
            throw failure("upgrade_fixed", { what: "registry", title: made.#name, option: "keys, partitions" });
        },
        become() {},
      },
      registry,
    );
  }

  /** The partitions that run. Errors: `not_started` when there is none. */
  #open(): Partition[] {
    const open = this.#partitions.filter((partition) => partition !== undefined);
    return open.length > 0 ? open : fail(failure("not_started", { name: this.#name }));
  }

  /** The partition that a process belongs to. */
  #of(owner: Process): Partition {
    const partition = this.#partitions[owner.id % this.#partitions.length];
    return partition ?? fail(failure("not_started", { name: this.#name }));
  }

  /** The entries under a key, in order of registration within each partition. */
  #at(key: unknown): readonly Entry[] {
    const open = this.#open();
    if (this.#unique) return this.#keys.get(indexOf(key)) ?? [];
    return open.flatMap((partition) => partition.at(key));
  }

  #caller(operation: string): Process {
    return current() ?? fail(notInProcess(operation));
  }

  #tell(message: object): void {
    for (const listener of this.#listeners) send(listener, { ...message, registry: this.#name });
  }

  /** Enters the calling process under `key`. Errors: `already_registered` when keys are unique and a living process has it. */
  register(key: unknown, value?: unknown): void {
    const owner = this.#caller("register");
    const other = this.#enter(key, owner, value);
    if (other !== undefined) throw failure("already_registered", { key: reasonText(key), owner: other });
  }

  /** Gives the owner when the key is taken. */
  #enter(key: unknown, owner: Process, value: unknown): Process | undefined {
    const taken = this.#unique ? this.#at(key)[0] : undefined;
    if (taken !== undefined) return taken.owner;
    this.#of(owner).add({ index: indexOf(key), key: copy(key), owner, value: copy(value) });
    if (this.#listeners.length > 0) this.#tell({ tag: "register", key, pid: owner, value });
    return undefined;
  }

  /** The entries of a process under a key, in order of registration. */
  #owned(key: unknown, owner: Process): Entry[] {
    const index = indexOf(key);
    return this.#of(owner)
      .of(owner)
      .filter((entry) => entry.index === index);
  }

  /** Takes all entries of the calling process under `key` out. */
  unregister(key: unknown): void {
    const owner = this.#caller("unregister");
    for (const entry of this.#owned(key, owner)) this.#of(owner).drop(entry);
    this.#tell({ tag: "unregister", key, pid: owner });
  }

  /** The same for the entries whose value is `matches`. Listeners are not told. */
  unregisterMatch(key: unknown, matches: (value: unknown) => boolean): void {
    const owner = this.#caller("unregisterMatch");
    for (const entry of this.#owned(key, owner)) if (matches(copy(entry.value))) this.#of(owner).drop(entry);
  }

  /** The entries under `key`, in order of registration; with several partitions, within each. */
  lookup(key: unknown): Found[] {
    return this.#at(key).map(found);
  }

  /** The entries under `key` whose value is `matches`. */
  match(key: unknown, matches: (value: unknown) => boolean): Found[] {
    return this.lookup(key).filter(({ value }) => matches(value));
  }

  /** Changes the value of the calling process's entry. Gives the new and the old one, or undefined when it has none. Errors: with duplicate keys. */
  updateValue(key: unknown, change: (value: unknown) => unknown): { new: unknown; old: unknown } | undefined {
    if (!this.#unique) throw failure("only_unique", { operation: "updateValue" });
    const [entry] = this.#owned(key, this.#caller("updateValue"));
    if (entry === undefined) return undefined;
    const old = entry.value;
    entry.value = copy(change(copy(old)));
    return { new: copy(entry.value), old };
  }

  /**
   * Calls `each` with every entry under `key`, in the calling process. With `parallel` and several partitions, those of each partition in a process of
   * their own, linked to the caller; the promise settles when all are done. Source: Registry.dispatch/4; otp/behaviour.md 122, 123.
   */
  dispatch(key: unknown, each: Each, options: { readonly parallel?: boolean } = {}): unknown {
    checkOptions("dispatch", options, { parallel: aFlag });
    const all = this.#unique ? [this.lookup(key)] : this.#open().map((partition) => partition.at(key).map(found));
    const lists = all.filter((list) => list.length > 0);
    if (options.parallel !== true) {
      for (const { pid, value } of lists.flat()) each(pid, value);
      return undefined;
    }
    if (this.#partitions.length === 1 || this.#unique) return callEachHere(lists.flat(), each);
    const tasks = lists.map((list) => startTask(workOn(list, each), current(), true));
    return awaitMany(tasks, Number.POSITIVE_INFINITY).then(() => undefined);
  }

  /** Values of the entries that `pid` has under `key`. */
  values(key: unknown, pid: Process): unknown[] {
    return this.#owned(key, pid).map(({ value }) => copy(value));
  }

  /** All keys of a process, one per entry. */
  keys(pid: Process): unknown[] {
    return this.#of(pid)
      .of(pid)
      .map(({ key }) => copy(key));
  }

  /** Number of entries; with a key, of those under it whose value is `matches`. */
  count(key?: unknown, matches?: (value: unknown) => boolean): number {
    if (key === undefined) return this.#open().reduce((sum, { size }) => sum + size, 0);
    return matches === undefined ? this.#at(key).length : this.match(key, matches).length;
  }

  /** All entries, or those that are `matches`. */
  select(matches: (entry: { key: unknown; pid: Process; value: unknown }) => boolean = () => true) {
    return this.#open()
      .flatMap((partition) => [...partition.all()])
      .map(({ key, owner, value }) => ({ key: copy(key), pid: owner, value: copy(value) }))
      .filter(matches);
  }

  whereisName(key: unknown): Process | undefined {
    if (!this.#unique) throw failure("only_unique", { operation: "via" });
    const owner = this.#keys.get(indexOf(key))?.[0]?.owner;
    return owner === undefined || isDead(owner) ? undefined : owner;
  }

  registerName(key: unknown, owner: Process): boolean {
    if (!this.#unique) throw failure("only_unique", { operation: "via" });
    return this.#enter(key, owner, undefined) === undefined;
  }
}

/** Calls a function that may wait with entry after entry. */
function* callEach(list: readonly Found[], each: Each): Step {
  for (const { pid, value } of list) if (callWork(each, [pid, value]) === parked) yield;
}
const workOn = (list: readonly Found[], each: Each): Work =>
  function* () {
    yield* callEach(list, each);
  };
const callEachHere = process(callEach, "dispatch");

function fail(error: Error): never {
  throw error;
}

export function registry(name: string, options: RegistryOptions): Registry {
  return Registry.define(new Registry(name, options));
}
