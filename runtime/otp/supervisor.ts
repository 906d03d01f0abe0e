/**
 * `supervisor` and `dynamicSupervisor`: definitions that start the processes of supervisor_server.ts and dynamic_server.ts, and ask them.
 *
 * Source: Supervisor, DynamicSupervisor; otp/behaviour.md 127-184.
 */
import { failure, reasonText } from "../core/error.js";
import { WAIT } from "../core/fiber.js";
import type { Name } from "../core/name.js";
import type { Process } from "../core/process.js";
import { type Child, ChildSpec, specOf } from "./child_spec.js";
import { DynamicServer } from "./dynamic_server.js";
import type { Request } from "./pending_call.js";
import { callByPromise, callHere } from "./request.js";
import { CALL } from "./running.js";
import { type Startable, start, startHere } from "./start.js";
import { SupervisorServer } from "./supervisor_server.js";
import type { AutoShutdown, Strategy } from "./supervisor_state.js";

export interface SupervisorOptions {
  readonly name?: Name;
  readonly strategy: Strategy;
  /** More than this many restarts in `maxSeconds` end the supervisor. Default 3. */
  readonly maxRestarts?: number;
  /** Default 5. */
  readonly maxSeconds?: number;
  /** Whether the end of significant children ends the supervisor. Default "never". */
  readonly autoShutdown?: AutoShutdown;
}

export interface DynamicOptions {
  readonly name?: Name;
  /** Default: no limit. */
  readonly maxChildren?: number;
  readonly maxRestarts?: number;
  readonly maxSeconds?: number;
}

type Address = Process | Name;

function withWait<F extends object>(fn: F, here: unknown): F {
  return Object.defineProperty(fn, WAIT, { value: here });
}

/** A function of a supervisor: asks it, however long it takes. One function for all: the address is with the object it is called on. */
function asks(name: string, request: (...args: never[]) => unknown) {
  const kind: Request = { tag: CALL, name, kind: null };
  const payload = request as (...args: unknown[]) => unknown;
  const addressOf = (control: unknown): Address => {
    if (control instanceof SupervisorControl) return control.address;
    throw failure("detached", { method: name });
  };
  return withWait(
    function (this: unknown, ...args: unknown[]) {
      return callByPromise(addressOf(this), kind, payload(...args), Number.POSITIVE_INFINITY);
    },
    function (this: unknown, ...args: unknown[]) {
      return callHere(addressOf(this), kind, payload(...args), Number.POSITIVE_INFINITY);
    },
  );
}

const startChild = asks("startChild", (child: ChildSpec | Child) => ["startChild", specOf(child)]);
const terminateChild = asks("terminateChild", (id: unknown) => ["terminateChild", id]);
const restartChild = asks("restartChild", (id: string) => ["restartChild", id]);
const deleteChild = asks("deleteChild", (id: string) => ["deleteChild", id]);
const whichChildren = asks("whichChildren", () => ["whichChildren"]);
const countChildren = asks("countChildren", () => ["countChildren"]);

/** The functions of the supervisor at an address. */
export class SupervisorControl {
  readonly startChild = startChild;
  readonly terminateChild = terminateChild;
  readonly restartChild = restartChild;
  readonly deleteChild = deleteChild;
  readonly whichChildren = whichChildren;
  readonly countChildren = countChildren;
  constructor(readonly address: Address) {}
}

/** A supervisor that can be started, and asked: under its name, else the one that was started last. */
export class SupervisorDefinition extends SupervisorControl {
  readonly #kind: Startable;
  readonly #name: Name | undefined;
  readonly start: (...init: unknown[]) => Promise<Process>;
  readonly startLink: (...init: unknown[]) => Promise<Process>;

  constructor(kind: SupervisorServer | DynamicServer, name: Name | undefined) {
    super(name ?? latest(kind));
    this.#kind = kind;
    this.#name = name;
    this.start = this.#starter(false);
    this.startLink = this.#starter(true);
  }

  #starter(link: boolean): (...init: unknown[]) => Promise<Process> {
    const plan = { name: this.#name, trapExit: true, link };
    return withWait(
      (...init: unknown[]) => start(this.#kind, init, plan),
      (...init: unknown[]) => startHere(this.#kind, init, plan),
    );
  }

  /** The functions of the supervisor at this address. */
  at(address: Address): SupervisorControl {
    return new SupervisorControl(address);
  }

  child(...init: unknown[]): ChildSpec {
    const plan = { name: this.#name, trapExit: true, link: true };
    const id = typeof this.#name === "string" ? this.#name : this.#kind.title;
    return new ChildSpec(id, "supervisor", () => startHere(this.#kind, init, plan));
  }
}

/** The address of a supervisor without a name: its latest process. */
export function latest(kind: SupervisorServer | DynamicServer): Name {
  return { via: { whereisName: () => kind.latest, registerName: () => false }, key: kind.title };
}

const strategies: readonly unknown[] = ["one_for_one", "one_for_all", "rest_for_one"];
const shutdowns: readonly unknown[] = ["never", "any_significant", "all_significant"];

export function limits({ maxRestarts = 3, maxSeconds = 5 }: { maxRestarts?: number; maxSeconds?: number }) {
  if (!(maxRestarts >= 0))
    throw failure("bad_option", { option: "maxRestarts", expected: "a number from 0 up", got: String(maxRestarts) });
  if (!(maxSeconds > 0))
    throw failure("bad_option", {
      option: "maxSeconds",
      expected: "a number of seconds over 0",
      got: String(maxSeconds),
    });
  return { maxRestarts, maxSeconds };
}

/** Defines a supervisor. `children` gives what it starts, in order, for its init arguments. Errors: `bad_option`; starting rejects for faulty children. */
export function supervisor(
  options: SupervisorOptions,
  children: (...init: never[]) => readonly (ChildSpec | Child)[],
  title?: string,
): SupervisorDefinition {
  const { name, strategy, autoShutdown = "never" } = options;
  if (!strategies.includes(strategy))
    throw failure("bad_option", { option: "strategy", expected: strategies.join(", "), got: reasonText(strategy) });
  if (!shutdowns.includes(autoShutdown))
    throw failure("bad_option", {
      option: "autoShutdown",
      expected: shutdowns.join(", "),
      got: reasonText(autoShutdown),
    });
  const list = children as (...init: unknown[]) => readonly (ChildSpec | Child)[];
  const plan = {
    ...limits(options),
    strategy,
    autoShutdown,
    children: (...init: unknown[]) => list(...init).map(specOf),
  };
  return new SupervisorDefinition(new SupervisorServer(titleFor(name, title), plan), name);
}

/** Defines a supervisor whose children are started on demand, one_for_one, and known by their pids. */
export function dynamicSupervisor(options: DynamicOptions = {}, title?: string): SupervisorDefinition {
  return new SupervisorDefinition(dynamicKind(options, titleFor(options.name, title)), options.name);
}

/** The code of a dynamic supervisor. Errors: `bad_option`. */
export function dynamicKind(options: DynamicOptions, title: string): DynamicServer {
  const { maxChildren = Number.POSITIVE_INFINITY } = options;
  if (!(maxChildren >= 0))
    throw failure("bad_option", { option: "maxChildren", expected: "a number from 0 up", got: String(maxChildren) });
  return new DynamicServer(title, { ...limits(options), maxChildren });
}

const titleFor = (name: Name | undefined, title: string | undefined): string =>
  title ?? (typeof name === "string" ? name : "supervisor");
