/**
 * `registry`: names beyond strings. Processes are found by any key; with duplicate keys, groups of them.
 *
 * Shape: entries (key, pid, value) by key, in order of registration, and by owner. A key that is an object or an array is compared by its contents.
 * Order: an owner's entries are gone when it is dead, before anybody hears of it; so a restarted server always wins its name back.
 * Source: Elixir Registry; otp/behaviour.md 109-126.
 */
import { copy } from "../core/copy.js";
import { failure, notInProcess, reasonText } from "../core/error.js";
import { WAIT } from "../core/fiber.js";
import type { ViaRegistry } from "../core/name.js";
import { type AtEnd, addAtEnd, current, isDead, type Process } from "../core/process.js";
import { joinLinks } from "../core/signal.js";
import type { Block } from "./block_server.js";
import { BlockServer } from "./block_server.js";
import { ChildSpec } from "./child_spec.js";
import { info } from "./handler.js";
import { start, startHere } from "./start.js";

interface Entry {
  readonly key: unknown;
  readonly owner: Process;
  value: unknown;
}

/** What a key is found by: itself, or the text of its contents. */
function indexOf(key: unknown): unknown {
  return typeof key === "object" && key !== null ? `\u0000${JSON.stringify(key)}` : key;
}

/** Entries of an owner, dropped when it ends. */
class Owned implements AtEnd {
  readonly entries = new Set<Entry>();
  constructor(private readonly table: Table) {}
  ended(process: Process): void {
    this.table.owners.delete(process);
    for (const entry of this.entries) this.table.drop(entry);
  }
}

/** The entries of a running registry. */
class Table {
  readonly byKey = new Map<unknown, Entry[]>();
  readonly owners = new Map<Process, Owned>();
  constructor(readonly process: Process) {}

  add(entry: Entry): void {
    const index = indexOf(entry.key);
    const others = this.byKey.get(index);
    if (others === undefined) this.byKey.set(index, [entry]);
    else others.push(entry);
    let owned = this.owners.get(entry.owner);
    if (owned === undefined) {
      owned = new Owned(this);
      this.owners.set(entry.owner, owned);
      addAtEnd(entry.owner, owned);
      joinLinks(entry.owner, this.process);
    }
    owned.entries.add(entry);
  }

  drop(entry: Entry): void {
    const index = indexOf(entry.key);
    const left = (this.byKey.get(index) ?? []).filter((other) => other !== entry);
    if (left.length === 0) this.byKey.delete(index);
    else this.byKey.set(index, left);
    this.owners.get(entry.owner)?.entries.delete(entry);
  }

  at(key: unknown): Entry[] {
    return this.byKey.get(indexOf(key)) ?? [];
  }

  *all(): Iterable<Entry> {
    for (const entries of this.byKey.values()) yield* entries;
  }
}

export interface RegistryOptions {
  readonly keys: "unique" | "duplicate";
}

type Found = { pid: Process; value: unknown };
/* Values are copied in and out, as messages are: who looks one up can't change what others find. */
const found = ({ owner, value }: Entry): Found => ({ pid: owner, value: copy(value) });

export class Registry implements ViaRegistry {
  readonly #name: string;
  readonly #unique: boolean;
  readonly #kind: BlockServer;
  #table: Table | null = null;
  readonly start: () => Promise<Process>;
  readonly startLink: () => Promise<Process>;

  constructor(name: string, { keys }: RegistryOptions) {
    if (keys !== "unique" && keys !== "duplicate")
      throw failure("bad_option", { option: "keys", expected: "unique or duplicate", got: reasonText(keys) });
    this.#name = name;
    this.#unique = keys === "unique";
    const registry = this;
    const block: Block = {
      init() {
        const process = current() as Process;
        const table = new Table(process);
        registry.#table = table;
        addAtEnd(process, {
          ended() {
            if (registry.#table === table) registry.#table = null;
          },
        });
        return {};
      },
      // Owners are linked to the registry: their ends come here as EXIT, when their entries are gone already.
      handlers: { ownerEnded: info(() => undefined) },
    };
    this.#kind = new BlockServer(name, block);
    this.start = this.#starter(false);
    this.startLink = this.#starter(true);
  }

  #starter(link: boolean): () => Promise<Process> {
    const plan = { name: this.#name, trapExit: true, link };
    return Object.defineProperty(() => start(this.#kind, [], plan), WAIT, {
      value: () => startHere(this.#kind, [], plan),
    });
  }

  child(): ChildSpec {
    return new ChildSpec(this.#name, "supervisor", () =>
      startHere(this.#kind, [], { name: this.#name, trapExit: true, link: true }),
    );
  }

  #open(): Table {
    if (this.#table !== null) return this.#table;
    throw failure("not_started", { name: this.#name });
  }

  #caller(operation: string): Process {
    return current() ?? fail(notInProcess(operation));
  }

  /** Enters the calling process under `key`. Errors: `already_registered` when keys are unique and a living process has it. */
  register(key: unknown, value?: unknown): void {
    const owner = this.#caller("register");
    const other = this.#enter(key, owner, value);
    if (other !== undefined) throw failure("already_registered", { key: reasonText(key), owner: other });
  }

  /** Gives the owner when the key is taken. */
  #enter(key: unknown, owner: Process, value: unknown): Process | undefined {
    const table = this.#open();
    const taken = this.#unique ? table.at(key)[0] : undefined;
    if (taken !== undefined) return taken.owner;
    table.add({ key: copy(key), owner, value: copy(value) });
    return undefined;
  }

  /** Takes all entries of the calling process under `key` out. */
  unregister(key: unknown): void {
    const owner = this.#caller("unregister");
    const table = this.#open();
    for (const entry of table.at(key)) if (entry.owner === owner) table.drop(entry);
  }

  /** The same for the entries whose value is `matches`. */
  unregisterMatch(key: unknown, matches: (value: unknown) => boolean): void {
    const owner = this.#caller("unregisterMatch");
    const table = this.#open();
    for (const entry of table.at(key)) if (entry.owner === owner && matches(entry.value)) table.drop(entry);
  }

  /** The entries under `key`, in order of registration. */
  lookup(key: unknown): Found[] {
    return this.#open().at(key).map(found);
  }

  /** The entries under `key` whose value is `matches`. */
  match(key: unknown, matches: (value: unknown) => boolean): Found[] {
    return this.#open()
      .at(key)
      .filter(({ value }) => matches(value))
      .map(found);
  }

  /** Changes the value of the calling process's entry. Gives the new and the old one, or undefined when it has none. Errors: with duplicate keys. */
  updateValue(key: unknown, change: (value: unknown) => unknown): { new: unknown; old: unknown } | undefined {
    if (!this.#unique) throw failure("only_unique", { operation: "updateValue" });
    const owner = this.#caller("updateValue");
    const entry = this.#open()
      .at(key)
      .find((other) => other.owner === owner);
    if (entry === undefined) return undefined;
    const old = entry.value;
    entry.value = copy(change(copy(old)));
    return { new: copy(entry.value), old };
  }

  /** Calls `each` with every entry under `key`, in the calling process. */
  dispatch(key: unknown, each: (pid: Process, value: unknown) => void): void {
    for (const { pid, value } of this.lookup(key)) each(pid, value);
  }

  /** Values of the entries that `pid` has under `key`. */
  values(key: unknown, pid: Process): unknown[] {
    return this.#open()
      .at(key)
      .filter(({ owner }) => owner === pid)
      .map(({ value }) => copy(value));
  }

  /** All keys of a process, one per entry. */
  keys(pid: Process): unknown[] {
    return [...(this.#open().owners.get(pid)?.entries ?? [])].map(({ key }) => key);
  }

  /** Number of entries; with a key, of those under it whose value is `matches`. */
  count(key?: unknown, matches?: (value: unknown) => boolean): number {
    const table = this.#open();
    if (key === undefined) return [...table.all()].length;
    return matches === undefined ? table.at(key).length : this.match(key, matches).length;
  }

  /** All entries. */
  select(): { key: unknown; pid: Process; value: unknown }[] {
    return [...this.#open().all()].map(({ key, owner, value }) => ({ key: copy(key), pid: owner, value: copy(value) }));
  }

  whereisName(key: unknown): Process | undefined {
    if (!this.#unique) throw failure("only_unique", { operation: "via" });
    const owner = this.#table?.at(key)[0]?.owner;
    return owner === undefined || isDead(owner) ? undefined : owner;
  }

  registerName(key: unknown, process: Process): boolean {
    if (!this.#unique) throw failure("only_unique", { operation: "via" });
    return this.#enter(key, process, undefined) === undefined;
  }
}

function fail(error: Error): never {
  throw error;
}

export function registry(name: string, options: RegistryOptions): Registry {
  return new Registry(name, options);
}
