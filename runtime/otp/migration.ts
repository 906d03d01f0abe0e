/**
 * The way of one server's state to the next version of its code.
 *
 * Flow: `run` (the user's `upgrade`, in the server's own process, which is suspended) or `prepare` (without one) makes the new state and puts nothing in place; `commit` does.
 * So when one of many fails, there is nothing to take back.
 * Source: OTP gen_server:system_code_change/4. Differs: without an `upgrade`, variables that are new get their initial value, where the compiler says that it can be made.
 */
import { copy } from "../core/copy.js";
import { failure, reasonText } from "../core/error.js";
import { awaiting, type Frame, isThenable } from "../core/fiber.js";
import type { Process } from "../core/process.js";
import type { Handler } from "./handler.js";

/** The state variables of a block by name: how to make the initial value, or null where only a start can make it. */
export type Variables = { readonly [name: string]: (() => unknown) | null };

export interface Migration {
  /** Ids of children that a supervisor has to start when the upgrade is done. */
  readonly added?: readonly string[];
  /** Whether the user's code has to say what the new state is: then `run` and `done` make it, else `prepare`. */
  readonly asks: boolean;
  run?(): Frame;
  /** Takes what `run` came to. Errors: `upgrade_shape`. */
  done?(result: unknown): void;
  /** Errors: `upgrade_new_variable`; what the user's code throws. */
  prepare(): void;
  commit(): void;
  /** What the upgrade fails with when this one did. */
  failed(thrown: unknown): Error;
}

type State = Record<string, unknown>;

export interface Subject {
  readonly title: string;
  readonly process: Process;
  /** The state now; it is left as it is. */
  readonly state: State;
  readonly handler: Handler | undefined;
  readonly fromVersion: unknown;
  readonly variables: Variables | undefined;
  /** Puts the new state in place. */
  put(state: State): void;
  /** Whether it is put in place as soon as it is there (sys.changeCode). */
  readonly atOnce: boolean;
}

export class StateMigration implements Migration {
  private next: State;

  constructor(private readonly subject: Subject) {
    this.next = subject.state;
  }

  get asks(): boolean {
    return this.subject.handler !== undefined;
  }

  *run(): Frame {
    const { handler, state, fromVersion } = this.subject;
    // A copy: what the handler does to it must not be seen when the upgrade fails.
    const result = (handler as Handler).run(copy({ ...state }), fromVersion);
    if (handler?.waits) return yield* result as Frame;
    return isThenable(result) ? yield* awaiting(result) : result;
  }

  done(result: unknown): void {
    const { title, variables } = this.subject;
    const isState = typeof result === "object" && result !== null && !Array.isArray(result);
    if (!isState) throw failure("upgrade_shape", { server: title, problem: `it gave ${reasonText(result)}` });
    this.next = result as State;
    if (variables !== undefined) {
      const strange = Object.keys(result).find((name) => !Object.hasOwn(variables, name));
      if (strange !== undefined)
        throw failure("upgrade_shape", { server: title, problem: `the block has no variable ${strange}` });
      this.next = this.completed(result as State);
    }
    if (this.subject.atOnce) this.commit();
  }

  prepare(): void {
    if (this.subject.variables !== undefined) this.next = this.completed({});
  }

  /** The new state: of what is given, else of the old one, else the first value. */
  private completed(given: State): State {
    const { title, state, variables = {} } = this.subject;
    const entries = Object.entries(variables).map(([name, initial]) => {
      if (Object.hasOwn(given, name)) return [name, given[name]];
      if (Object.hasOwn(state, name)) return [name, state[name]];
      if (initial === null) throw failure("upgrade_new_variable", { server: title, name });
      return [name, initial()];
    });
    return Object.fromEntries(entries);
  }

  commit(): void {
    this.subject.put(this.next);
  }

  failed(thrown: unknown): Error {
    const { title, process } = this.subject;
    const text = thrown instanceof Error ? thrown.message : reasonText(thrown);
    return failure("upgrade_failed", { subject: `server ${title} ${process}`, text }, { cause: thrown });
  }
}
