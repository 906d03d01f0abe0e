/**
 * What a supervisor needs to know of a child: how it starts, when it is restarted, how it is stopped.
 *
 * Shape: `start` runs in the supervisor's process and gives the pid, or parks. `with` makes a copy with other options.
 * Source: Supervisor.child_spec/2; otp/behaviour.md 132-133.
 */
import { failure, reasonText } from "../core/error.js";
import { isThenable, waitCall } from "../core/fiber.js";
import { Process } from "../core/process.js";

export type Restart = "permanent" | "transient" | "temporary";
/** Milliseconds to end in order, then it is killed; "brutal_kill": killed at once; "infinity": as long as it takes. */
export type Shutdown = number | "brutal_kill" | "infinity";

export interface ChildOptions {
  readonly id?: string;
  readonly restart?: Restart;
  readonly shutdown?: Shutdown;
  readonly significant?: boolean;
}

export class ChildSpec {
  constructor(
    readonly id: string,
    readonly type: "worker" | "supervisor",
    readonly start: () => unknown,
    readonly restart: Restart = "permanent",
    readonly shutdown: Shutdown = type === "supervisor" ? "infinity" : 5000,
    readonly significant: boolean = false,
  ) {}

  /** The same child with other options. Errors: `bad_child_spec`. */
  with(options: ChildOptions): ChildSpec {
    for (const key of Object.keys(options)) {
      if (!known.includes(key)) throw bad(this.id, `${key} is no option of a child; there are ${known.join(", ")}`);
    }
    const { id = this.id, restart = this.restart, shutdown = this.shutdown, significant = this.significant } = options;
    const spec = new ChildSpec(id, this.type, this.start, restart, shutdown, significant);
    check(spec);
    return spec;
  }
}

const known = ["id", "restart", "shutdown", "significant"];
const restarts: readonly unknown[] = ["permanent", "transient", "temporary"];

const bad = (id: string, problem: string) => failure("bad_child_spec", { id, problem });

function check({ id, restart, shutdown, significant }: ChildSpec): void {
  if (typeof id !== "string" || id === "") throw bad(reasonText(id), "an id is a string that is not empty");
  if (!restarts.includes(restart))
    throw bad(id, `expected restart to be one of ${restarts.join(", ")}; got ${reasonText(restart)}`);
  const inOrder = typeof shutdown === "number" && shutdown >= 0;
  if (!inOrder && shutdown !== "brutal_kill" && shutdown !== "infinity") {
    throw bad(id, `expected shutdown to be milliseconds, "brutal_kill" or "infinity"; got ${reasonText(shutdown)}`);
  }
  if (typeof significant !== "boolean")
    throw bad(id, `expected significant to be true or false; got ${reasonText(significant)}`);
}

/** A thing that can be a child: it makes its spec, or it at least starts. */
export interface Child {
  child?(): ChildSpec;
  startLink?(): unknown;
}

function specFrom(child: Child, spec: unknown): ChildSpec {
  if (spec instanceof ChildSpec) return spec;
  throw bad(shown(child), `its child() gave ${shown(spec)}, and not what the child(...) of a server gives`);
}

/** The spec of what was given as a child. Errors: `bad_child_spec`. */
export function specOf(child: ChildSpec | Child): ChildSpec {
  if (child instanceof ChildSpec) return child;
  if (typeof child === "object" && child !== null) {
    if (typeof child.child === "function") return specFrom(child, child.child());
    const { startLink } = child;
    if (typeof startLink === "function") return new ChildSpec("child", "worker", () => waitCall(child, startLink));
  }
  throw bad(
    shown(child),
    `${problemOf(child)}; a child is a server, a supervisor, a registry, or what their child(...) gives`,
  );
}

/** What was given, for an error. */
export function shown(value: unknown): string {
  if (value instanceof ChildSpec) return `the child ${value.id}`;
  if (value instanceof Process) return String(value);
  if (isThenable(value)) return "a promise";
  return typeof value === "function" ? value.name || "a function" : reasonText(value);
}

/** What is wrong with something that is no child. */
function problemOf(value: unknown): string {
  if (isThenable(value))
    return "what it promises was started already: give Worker.child(...) and not Worker.start(...)";
  if (value instanceof Process) return "it is a process that runs already, and can't be started again";
  if (typeof value === "function") return "it is a function, and may not have been called";
  if (typeof value === "object" && value !== null) return "it has no start";
  return "it can't be started";
}
