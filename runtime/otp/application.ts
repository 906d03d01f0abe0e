/**
 * `application`: a program or a part of one that starts and stops as a whole, after what it needs.
 *
 * Flow: `start` -> the needs, in order, each once -> a master process (application_master.ts) that starts the tree -> the start phases. `stop` asks the master
 * for the way back. What is asked of one application while it starts or stops waits for that.
 * Shape: `order` has the applications that run, in the order in which they came up.
 * Source: Elixir Application, OTP application.erl, application_controller.erl; otp/behaviour.md 227-232.
 */
import { failure, isPlanned, reasonText } from "../core/error.js";
import { reportError, reportInfo } from "../core/report.js";
import { type Definition, Master } from "./application_master.js";
import { aFunction, aText, type Checks, checkOptions, oneOf } from "./option.js";
import { addRoot } from "./shutdown.js";
import { defined } from "./upgradable.js";

/** What the end of the application's tree means for the program. Default "temporary": it is reported, and the others go on. */
export type ApplicationType = "temporary" | "transient" | "permanent";

export interface StartOptions {
  readonly type?: ApplicationType;
}

export interface ApplicationDefinition extends Definition {
  readonly version?: string;
  /** What must run before it; a function where the modules of two applications know each other. */
  readonly needs?: readonly Application[] | (() => readonly Application[]);
  readonly env?: Readonly<Record<string, unknown>>;
}

/** The applications that run, in the order in which they came up. */
const order = new Set<Application>();

/** Ends the program: what the end of a permanent application means. */
const halt = (): void => void stopAll().then(() => process.exit(1));

/** The values that an application is set up with. They stay when it stops. */
export class Environment {
  readonly #values: Map<string, unknown>;
  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = new Map(Object.entries(values));
  }
  /** The value of `key`; `otherwise` (default undefined) when there is none. Source: Application.get_env/3. */
  get(key: string, otherwise?: unknown): unknown {
    return this.#values.has(key) ? this.#values.get(key) : otherwise;
  }
  /** `{ ok: value }`, or undefined when there is none. Source: Application.fetch_env/2. */
  fetch(key: string): { ok: unknown } | undefined {
    return this.#values.has(key) ? { ok: this.#values.get(key) } : undefined;
  }
  /** Source: Application.put_env/3. */
  put(key: string, value: unknown): void {
    this.#values.set(key, value);
  }
  /** Source: Application.delete_env/2. */
  delete(key: string): void {
    this.#values.delete(key);
  }
}

const aTable = (value: unknown) => (typeof value === "object" && value !== null ? undefined : "an object");
const applicationChecks: Checks = {
  name: aText,
  version: aText,
  needs: (value) =>
    Array.isArray(value) || typeof value === "function" ? undefined : "a list of applications, or a function of one",
  start: aFunction,
  prepStop: aFunction,
  stop: aFunction,
  env: aTable,
  startPhases: aTable,
};
const startChecks: Checks = { type: oneOf("temporary", "transient", "permanent") };

export class Application {
  readonly name: string;
  version: string | undefined;
  readonly env: Environment;
  #definition: ApplicationDefinition;
  #master: Master | undefined = undefined;
  /** What it is busy with; the next thing waits for it. */
  #busy: Promise<unknown> = Promise.resolve();

  constructor(definition: ApplicationDefinition) {
    checkOptions("application", definition, applicationChecks, ["name", "start"]);
    const { name, version, env = {} } = definition;
    this.name = name;
    this.version = version;
    this.env = new Environment(env);
    this.#definition = definition;
  }

  get isRunning(): boolean {
    return order.has(this);
  }

  get needs(): readonly Application[] {
    const { needs = [] } = this.#definition;
    const all: unknown = typeof needs === "function" ? needs() : needs;
    const wrong = Array.isArray(all) ? all.find((need) => !(need instanceof Application)) : all;
    if (Array.isArray(all) && all.every((need) => need instanceof Application)) return all;
    throw failure("bad_needs", { name: this.name, got: reasonText(wrong) });
  }

  /** Starts what it needs, then itself. No error when it runs already. Errors: `bad_option`, `cyclic_needs`; `application_failed`, and what was started for it is stopped. */
  async start(options: StartOptions = {}): Promise<void> {
    await ensureAllStarted(this, options);
  }

  /** Stops the tree in order; what it needs goes on. Errors: `not_started`. */
  stop(): Promise<void> {
    return this.#next(async () => {
      const master = this.#master;
      if (master === undefined) throw failure("not_started/application", { name: this.name });
      await master.stop();
    });
  }

  /** Starts this one alone. False when it ran already. */
  startAlone({ type = "temporary" }: StartOptions): Promise<boolean> {
    return this.#next(async () => {
      if (this.#master !== undefined) return false;
      const master: Master = new Master(this.#definition, {
        up: () => {
          order.add(this);
          addRoot(master.pid, () => this.stop());
        },
        ended: (reason, asked) => this.#ended(type, reason, asked),
      });
      this.#master = master;
      try {
        await master.started;
      } catch (error) {
        this.#master = undefined;
        const reason = reasonText((error as { reason?: unknown }).reason ?? error);
        throw failure("application_failed", { name: this.name, reason }, { cause: error });
      }
      return true;
    });
  }

  #next<R>(job: () => Promise<R>): Promise<R> {
    const next = this.#busy.then(job);
    this.#busy = next.catch(() => {});
    return next;
  }

  #ended(type: ApplicationType, reason: unknown, asked: boolean): void {
    this.#master = undefined;
    if (!order.delete(this) || asked) return;
    const report = isPlanned(reason) ? reportInfo : reportError;
    report(
      { application: this.name, reason, type },
      `application ${this.name} ended with ${reasonText(reason)} (${type})`,
    );
    if (type === "permanent" || (type === "transient" && reason !== "normal")) halt();
  }

  /** What an upgrade must know. Values of `env` stay; keys that are new come in. */
  static define(made: Application): Application {
    return defined(
      {
        what: "application",
        title: made.name,
        subject: made,
        become(next) {
          made.#definition = next.#definition;
          made.version = next.version;
          for (const [key, value] of Object.entries(next.#definition.env ?? {}))
            if (made.env.fetch(key) === undefined) made.env.put(key, value);
        },
      },
      defineApplication,
    );
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Application<${this.name}>`;
  }
}

/** `first` and all that it needs, needs before those who need them. Errors: `cyclic_needs`, with the path. */
function inOrder(first: Application): Application[] {
  const found = new Set<Application>();
  const visit = (application: Application, path: readonly Application[]): void => {
    const start = path.indexOf(application);
    if (start >= 0) {
      const circle = [...path.slice(start), application].map(({ name }) => name).join(" -> ");
      throw failure("cyclic_needs", { path: circle });
    }
    if (found.has(application)) return;
    for (const need of application.needs) visit(need, [...path, application]);
    found.add(application);
  };
  visit(first, []);
  return [...found];
}

/**
 * Starts an application and all that it needs, needs first. Gives those that were not running before, in the order in which they came up. If one fails, those
 * are stopped again. Errors: `bad_option`, `cyclic_needs`, `application_failed`. Source: Application.ensure_all_started/2; otp/behaviour.md 227.
 */
export async function ensureAllStarted(application: Application, options: StartOptions = {}): Promise<Application[]> {
  checkOptions("start", options, startChecks);
  const started: Application[] = [];
  try {
    for (const next of inOrder(application)) if (await next.startAlone(options)) started.push(next);
  } catch (error) {
    for (const other of started.reverse()) await other.stop().catch(() => {});
    throw error;
  }
  return started;
}

/** Stops all applications that run, the last started first. */
export async function stopAll(): Promise<void> {
  for (const application of [...order].reverse()) if (application.isRunning) await application.stop().catch(() => {});
}

/** The applications that run, in the order in which they came up. */
export const runningApplications = (): Application[] => [...order];

/** Defines an application. Errors: `bad_option`. */
export function defineApplication(definition: ApplicationDefinition): Application {
  return Application.define(new Application(definition));
}

export const application = Object.assign(defineApplication, {
  ensureAllStarted,
  stopAll,
  running: runningApplications,
});
