// Family `supervision`: a tree of supervisors and workers, and a driver that started it and does things to it.
//
// Flow of a step: the driver gets it as a message and does it -> everything runs until all processes wait -> events, the tree as which_children and
// count_children show it, and the start counters are read. The processes log their own starts and ends, in order of happening.
import {
  CallError,
  type ChildSpec,
  exit,
  GenServer,
  isAlive,
  type Pid,
  StartError,
  type SupervisorControl,
  type SupervisorDef,
  self,
  send,
  stop,
  supervisor,
  TinctureError,
  trapExit,
} from "tincture";
import * as rt from "tincture/abi";
import { addAtEnd, type Process } from "../../dist/runtime/core/process.js";
import { type Family, type Scenario, STEP } from "./family.js";
import { fromJson, type Json, toJson } from "./term.js";

interface Worker {
  readonly id: string;
  readonly type: "worker";
  readonly restart: "permanent" | "transient" | "temporary";
  readonly shutdown: number | "infinity" | "brutal_kill";
  readonly significant: boolean;
  readonly trap_exit: boolean;
  readonly fail_starts?: readonly number[];
  readonly ignore_starts?: readonly number[];
  readonly hang_terminate?: boolean;
}

interface Supervisor extends Omit<Worker, "type" | "trap_exit"> {
  readonly type: "supervisor";
  readonly strategy: "one_for_one" | "one_for_all" | "rest_for_one";
  readonly intensity: number;
  readonly auto_shutdown: "never" | "any_significant" | "all_significant";
  readonly children: readonly Node[];
}

type Node = Worker | Supervisor;

type Step =
  | { readonly op: "stop" | "signal" | "stop_supervisor"; readonly id: string; readonly reason: Json }
  | { readonly op: "crash"; readonly id: string }
  | { readonly op: "terminate_child" | "restart_child" | "delete_child"; readonly sup: string; readonly id: string }
  | { readonly op: "start_child"; readonly sup: string; readonly child: Node };

interface SupervisionScenario extends Scenario {
  readonly tree: Supervisor;
  readonly steps: readonly Step[];
}

type Waiting<R> = Generator<undefined, R, any>;

/** What a worker is told by a cast. */
type Told = { readonly stop: unknown } | "crash";

class Tree {
  events: Json[] = [];
  result: Json = null;
  readonly starts: { [id: string]: number } = {};
  /** The latest process of each id, and the start number of each process. */
  private readonly latest = new Map<string, Pid>();
  private readonly numbers = new Map<Pid, number>();
  private readonly definitions = new Map<string, SupervisorDef<[]>>();
  private readonly supervisors: string[] = [];
  private rootEnd: Json | undefined;
  private started = false;

  constructor(private readonly tree: Supervisor) {}

  /* ---- the processes ---- */

  /** In init: counts the start and logs it; the end is logged when it comes. */
  private begin(id: string): number {
    const n = (this.starts[id] ?? 0) + 1;
    this.starts[id] = n;
    const pid = self();
    this.latest.set(id, pid);
    this.numbers.set(pid, n);
    return n;
  }

  private logEnd(id: string, n: number): void {
    const ended = (_process: Process, reason: unknown) => {
      this.events.push({ e: "exit", id, n, reason: toJson(reason) });
    };
    addAtEnd(self() as unknown as Process, { ended });
  }

  private spec(node: Node): ChildSpec {
    const spec = node.type === "worker" ? this.worker(node) : this.definition(node).child();
    const { id, restart, shutdown, significant } = node;
    return spec.with({ id, restart, shutdown, significant });
  }

  private worker({ id, trap_exit, fail_starts, ignore_starts, hang_terminate }: Worker): ChildSpec {
    const tree = this;
    const module = {
      init(): ["ok", number] | "ignore" | ["stop", unknown] {
        const n = tree.begin(id);
        if (fail_starts?.includes(n)) {
          tree.events.push({ e: "start_failed", id, n });
          return ["stop", "start_failed"];
        }
        if (ignore_starts?.includes(n)) {
          tree.events.push({ e: "start_ignored", id, n });
          return "ignore";
        }
        tree.events.push({ e: "start", id, n });
        tree.logEnd(id, n);
        return ["ok", n];
      },
      handleCast(told: Told, n: number): ["stop", unknown, number] {
        if (told === "crash") throw new Error("boom");
        return ["stop", told.stop, n];
      },
      handleInfo: (_message: unknown, n: number): ["noreply", number] => ["noreply", n],
      *terminate(reason: unknown, n: number): Waiting<void> {
        tree.events.push({ e: "terminate", id, n, reason: toJson(reason) });
        if (hang_terminate && rt.receive(() => rt.skip) === rt.parked) yield;
      },
    };
    return GenServer.child(module as never, undefined as never, { trapExit: trap_exit });
  }

  private definition(node: Supervisor): SupervisorDef<[]> {
    const { id, strategy, intensity, auto_shutdown, children } = node;
    const known = this.definitions.get(id);
    if (known !== undefined) return known;
    const definition = supervisor(
      { strategy, maxRestarts: intensity, maxSeconds: 3600, autoShutdown: auto_shutdown },
      () => {
        const n = this.begin(id);
        this.events.push({ e: "start", id, n });
        this.logEnd(id, n);
        return children.map((child) => this.spec(child));
      },
    );
    this.definitions.set(id, definition);
    this.supervisors.push(id);
    return definition;
  }

  /* ---- the driver ---- */

  *drive(): Waiting<void> {
    let tmp: unknown;
    trapExit(true);
    const root = this.definition(this.tree);
    try {
      if (rt.waitCall(root, root.startLink) === rt.parked) yield;
      this.started = true;
      this.result = "ok";
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      this.result = { error: failedChild(error.reason) };
    }
    for (;;) {
      const message: { tag: "EXIT"; pid: Pid; reason: unknown } | { tag: "step"; step: Step } =
        (tmp = rt.receive()) === rt.parked ? yield : tmp;
      if (message.tag === "step") this.result = yield* this.perform(message.step);
      else if (message.pid === this.latest.get(this.tree.id)) this.rootEnd = toJson(message.reason);
    }
  }

  private *perform(step: Step): Waiting<Json> {
    switch (step.op) {
      case "stop":
        return this.tell(step.id, { stop: fromJson(step.reason) });
      case "crash":
        return this.tell(step.id, "crash");
      case "signal": {
        const pid = this.latest.get(step.id);
        if (pid !== undefined) exit(pid, fromJson(step.reason));
        return null;
      }
      case "stop_supervisor":
        return yield* this.attempt(undefined, stop, () => "ok", this.latest.get(step.id), fromJson(step.reason));
      case "start_child":
        return yield* this.ask(step.sup, "startChild", pidOrUndefined, this.spec(step.child));
      case "restart_child":
        return yield* this.ask(step.sup, "restartChild", pidOrUndefined, step.id);
      case "terminate_child":
        return yield* this.ask(step.sup, "terminateChild", () => "ok", step.id);
      case "delete_child":
        return yield* this.ask(step.sup, "deleteChild", () => "ok", step.id);
    }
  }

  private tell(id: string, told: Told): null {
    const pid = this.latest.get(id);
    if (pid !== undefined) GenServer.cast(pid, told);
    return null;
  }

  private *ask(
    sup: string,
    name: keyof SupervisorControl,
    render: (value: unknown) => Json,
    argument: unknown,
  ): Waiting<Json> {
    const control = (this.definitions.get(sup) as SupervisorDef<[]>).at(this.latest.get(sup) as Pid);
    return yield* this.attempt(control, control[name], render, argument);
  }

  private *attempt(object: unknown, fn: unknown, render: (value: unknown) => Json, ...args: unknown[]): Waiting<Json> {
    let tmp: unknown;
    try {
      return render(
        (tmp = rt.waitCall(object, fn as (...args: unknown[]) => unknown, ...args)) === rt.parked ? yield : tmp,
      );
    } catch (error) {
      if (error instanceof CallError) return { exit: toJson(error.reason) };
      if (error instanceof StartError && error.code === "init_failed") return { error: toJson(error.reason) };
      if (error instanceof TinctureError) return { error: error.code };
      throw error;
    }
  }

  /* ---- what is seen ---- */

  seen(): Promise<Json> {
    return rt.run(() => this.look()) as Promise<Json>;
  }

  private async look(): Promise<Json> {
    const { events, result } = this;
    this.events = [];
    this.result = null;
    const root = this.latest.get(this.tree.id);
    const state = !this.started
      ? "not_started"
      : root !== undefined && isAlive(root)
        ? "alive"
        : { exit: this.rootEnd ?? null };
    const supervisors: { [id: string]: Json } = {};
    for (const id of this.supervisors) {
      const pid = this.latest.get(id);
      if (pid === undefined || !isAlive(pid)) continue;
      const control = (this.definitions.get(id) as SupervisorDef<[]>).at(pid);
      const children = (await control.whichChildren()).map((child) => ({
        id: child.id,
        state: child.pid === undefined ? child.state : "alive",
        n: child.pid === undefined ? null : (this.numbers.get(child.pid) ?? 0),
        type: child.type,
      }));
      supervisors[id] = { children, counts: await control.countChildren() };
    }
    return {
      events,
      ...(result !== null && { result }),
      after: { root: state, supervisors, starts: { ...this.starts } },
    };
  }

  end(): void {
    const root = this.latest.get(this.tree.id);
    if (root !== undefined) exit(root, "kill");
  }
}

/** OTP: `{shutdown, {failed_to_start_child, Id, Reason}}`. */
function failedChild(reason: unknown): Json {
  const { failed_to_start_child, reason: why } = (
    reason as { shutdown: { failed_to_start_child: string; reason: unknown } }
  ).shutdown;
  return { failed_to_start_child, reason: toJson(why) };
}

const pidOrUndefined = (pid: unknown): Json => ({ ok: pid === undefined ? "undefined" : "pid" });

/** Where a supervisor was killed its children die side by side: `ordered` is false, and events are sorted by id and n. */
function inOrder(expect: any): any {
  const sorted = (seen: any): any => {
    if (seen.ordered) return seen;
    return { ...seen, events: [...seen.events].sort((a: any, b: any) => compare(a.id, b.id) || a.n - b.n) };
  };
  return { ...expect, steps: expect.steps.map(sorted) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const supervision: Family<SupervisionScenario> = {
  inOrder,
  async replay({ tree, steps, expect }, time) {
    const promised = expect.steps as { ordered: boolean }[];
    const all = new Tree(tree);
    const driver = rt.spawn(function* () {
      yield* all.drive();
    }) as Pid;
    const look = async (): Promise<{ [key: string]: Json }> => {
      await time.settle(STEP);
      const seen = all.seen();
      await time.settle();
      return (await seen) as { [key: string]: Json };
    };
    const start = await look();
    const seen: Json[] = [];
    for (const [i, step] of steps.entries()) {
      send(driver, { tag: "step", step });
      seen.push({ ...(await look()), ordered: promised[i]?.ordered ?? true });
    }
    all.end();
    exit(driver, "kill");
    await time.settle();
    return { start, steps: seen };
  },
};
