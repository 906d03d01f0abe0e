/**
 * `supervisor` and `dynamicSupervisor`: definitions that start the processes of supervisor_server.ts and dynamic_server.ts, and ask them.
 *
 * Source: Supervisor, DynamicSupervisor; otp/behaviour.md 127-184.
 */
import { failure } from "../core/error.js";
import { withWait } from "../core/fiber.js";
import type { Name } from "../core/name.js";
import type { Process } from "../core/process.js";
import { type Child, ChildSpec, shown, specOf } from "./child_spec.js";
import { DynamicServer } from "./dynamic_server.js";
import { aName, type Checks, checkOptions, from, oneOf, over0 } from "./option.js";
import type { Request } from "./pending_call.js";
import { callByPromise, callHere } from "./request.js";
import { CALL } from "./running.js";
import { start, startHere } from "./start.js";
import { called, untitled } from "./supervisor_kind.js";
import { SupervisorServer } from "./supervisor_server.js";
import type { AutoShutdown, Limits, Strategy } from "./supervisor_state.js";
import { defined } from "./upgradable.js";

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
  /** The only one there is, and the default. */
  readonly strategy?: "one_for_one";
  /** Default: no limit. */
  readonly maxChildren?: number;
  readonly maxRestarts?: number;
  readonly maxSeconds?: number;
}

type Address = Process | Name;

/** A function of a supervisor: asks it, however long it takes. One function for all: the address is with the object it is called on. */
function asks(name: string, request: (...args: never[]) => unknown) {
  const kind: Request = { tag: CALL, name, kind: null };
  const payload = request as (...args: unknown[]) => unknown;
  const addressOf = (control: unknown): Address => {
    if (control instanceof SupervisorControl) return control.address;
    throw failure("detached", { method: name });
  };
  return withWait(
    async function (this: unknown, ...args: unknown[]) {
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
  readonly #kind: SupervisorServer | DynamicServer;
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

  /** What an upgrade must know. `by`: the function that the user's module called. */
  // biome-ignore lint/complexity/noBannedTypes: any function
  static define<D extends SupervisorDefinition>(definition: D, what: string, by: Function): D {
    const kind = definition.#kind;
    return defined(
      {
        what,
        title: kind.title,
        subject: definition,
        kind,
        check(next) {
          if (definition.#name !== next.#name || kind.constructor !== next.#kind.constructor)
            throw failure("upgrade_fixed", { what, title: kind.title, option: "name" });
        },
        become: (next) => kind.become(next.#kind as never),
      },
      by,
    );
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

/** What the options that limit restarts may be. */
export const limitChecks: Checks = { maxRestarts: from(0), maxSeconds: over0("seconds") };

const supervisorChecks: Checks = {
  name: aName,
  strategy: oneOf("one_for_one", "one_for_all", "rest_for_one"),
  ...limitChecks,
  autoShutdown: oneOf("never", "any_significant", "all_significant"),
};
const dynamicChecks: Checks = { name: aName, strategy: oneOf("one_for_one"), maxChildren: from(0), ...limitChecks };

/** The limits with their defaults, which are Elixir's: 3 in 5 s. */
export const limitsOf = ({ maxRestarts = 3, maxSeconds = 5 }: Partial<Limits>): Limits => ({ maxRestarts, maxSeconds });

/**
 * Defines a supervisor. `children` gives what it starts, in order, for its init arguments; `title` is the name of the constant that it is assigned to.
 * Errors: `bad_option`, `unknown_option`; starting rejects for faulty children.
 */
export function supervisor(
  title: string | undefined,
  options: SupervisorOptions,
  children: (...init: never[]) => readonly (ChildSpec | Child)[],
): SupervisorDefinition {
  checkOptions("supervisor", options, supervisorChecks, ["strategy"]);
  const { name, strategy, autoShutdown = "never" } = options;
  const named = titleOf(title, name);
  if (typeof children !== "function")
    throw failure("bad_children", { supervisor: called(named), got: shown(children) });
  const list = children as (...init: unknown[]) => unknown;
  const plan = {
    ...limitsOf(options),
    strategy,
    autoShutdown,
    children: (...init: unknown[]) => specsOf(named, list(...init)),
  };
  return SupervisorDefinition.define(
    new SupervisorDefinition(new SupervisorServer(named, plan), name),
    "supervisor",
    supervisor,
  );
}

function specsOf(supervisor: string, children: unknown): ChildSpec[] {
  if (Array.isArray(children)) return children.map(specOf);
  throw failure("bad_children/no_list", { supervisor: called(supervisor), got: shown(children) });
}

/** Defines a supervisor whose children are started on demand, one_for_one, and known by their pids. Errors: `bad_option`, `unknown_option`, `dynamic_children`. */
export function dynamicSupervisor(
  title: string | undefined,
  options: DynamicOptions = {},
  ...children: unknown[]
): SupervisorDefinition {
  if (typeof options === "function" || children.length > 0) throw failure("dynamic_children");
  const kind = dynamicKind("dynamicSupervisor", options, title);
  return SupervisorDefinition.define(
    new SupervisorDefinition(kind, options.name),
    "dynamicSupervisor",
    dynamicSupervisor,
  );
}

/** The code of a dynamic supervisor. `what` is how its options are called in errors: `bad_options`, `bad_option`, `unknown_option`. */
export function dynamicKind(
  what: string,
  options: DynamicOptions,
  title: string | undefined,
  otherwise?: string,
): DynamicServer {
  checkOptions(what, options, dynamicChecks);
  const { name, maxChildren = Number.POSITIVE_INFINITY } = options;
  return new DynamicServer(titleOf(title, name, otherwise), { ...limitsOf(options), maxChildren });
}

/** What a supervisor is called in reports: the name of its constant, else its own, else `otherwise`. */
export const titleOf = (title: string | undefined, name: Name | undefined, otherwise = untitled): string =>
  title ?? (typeof name === "string" ? name : otherwise);
