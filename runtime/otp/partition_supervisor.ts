/**
 * `PartitionSupervisor`: several copies of a child, so that one process need not serve all; a key leads always to the same copy.
 *
 * Shape: a supervisor whose children have the ids "0" to "n-1". `via(Workers, key)` names the copy of a key: an integer key goes to |key| mod n, any other to
 * the hash of its contents mod n.
 * Source: Elixir PartitionSupervisor; otp/behaviour.md 185.
 */
import { failure } from "../core/error.js";
import { parallelism } from "../core/machine.js";
import type { Name, ViaRegistry } from "../core/name.js";
import type { Process } from "../core/process.js";
import { type Child, type ChildSpec, specOf } from "./child_spec.js";
import { hashOf } from "./key.js";
import { aName, type Checks, checkOptions, oneOf, wholeFrom } from "./option.js";
import { limitChecks, limitsOf, SupervisorDefinition, titleOf } from "./supervisor.js";
import { SupervisorServer } from "./supervisor_server.js";
import type { SupervisorState } from "./supervisor_state.js";

export interface PartitionOptions {
  readonly name?: Name;
  /** How many copies. Default: the number of processors. */
  readonly partitions?: number;
  /** Default "one_for_one". */
  readonly strategy?: "one_for_one" | "one_for_all" | "rest_for_one";
  /** More than this many restarts in `maxSeconds` end the supervisor. Default 3. */
  readonly maxRestarts?: number;
  /** Default 5. */
  readonly maxSeconds?: number;
}

export class PartitionSupervisor extends SupervisorDefinition implements ViaRegistry {
  readonly partitions: number;
  readonly #server: SupervisorServer;

  constructor(server: SupervisorServer, name: Name | undefined, partitions: number) {
    super(server, name);
    this.#server = server;
    this.partitions = partitions;
  }

  /** The copy that `key` leads to; undefined when it is not running. */
  whereisName(key: unknown): Process | undefined {
    const state = this.#server.latest?.data;
    const children = (state as Partial<SupervisorState> | undefined)?.children;
    const place = Number.isInteger(key) ? Math.abs(key as number) % this.partitions : hashOf(key) % this.partitions;
    return children?.get(String(place))?.pid;
  }

  registerName(): never {
    throw failure("no_partition_name", { name: "via(...) of a PartitionSupervisor" });
  }
}

const partitionChecks: Checks = {
  name: aName,
  partitions: wholeFrom(1),
  strategy: oneOf("one_for_one", "one_for_all", "rest_for_one"),
  ...limitChecks,
};

/**
 * Defines a supervisor of `partitions` copies. `child` is what is copied, or makes the copy of a number from 0 up; `title` is the name of the constant that
 * it is assigned to. Errors: `bad_option`, `unknown_option`.
 */
export function partitionSupervisor(
  title: string | undefined,
  options: PartitionOptions,
  child: ChildSpec | Child | ((partition: number) => ChildSpec | Child),
): PartitionSupervisor {
  checkOptions("PartitionSupervisor", options, partitionChecks);
  const { name, partitions = parallelism(), strategy = "one_for_one" } = options;
  const make = typeof child === "function" ? child : () => child;
  const copies = () => Array.from({ length: partitions }, (_, i) => specOf(make(i)).with({ id: String(i) }));
  const plan = { ...limitsOf(options), strategy, autoShutdown: "never" as const, children: copies };
  const made = new PartitionSupervisor(new SupervisorServer(titleOf(title, name), plan), name, partitions);
  return SupervisorDefinition.define(made, `PartitionSupervisor of ${partitions}`, partitionSupervisor);
}
