// The tree of a spec, built with the runtime, and what can be seen of it.
//
// Shape: `groups` is filled as the model's is; `canonical` takes out of both what no rule says: the order in which children end that are told all at once.
import {
  type ChildInfo,
  type ChildSpec,
  dynamicSupervisor,
  exit,
  GenServer,
  isAlive,
  type Pid,
  type SupervisorControl,
  type SupervisorDef,
  self,
  sleep,
  supervisor,
  type TinctureError,
} from "tincture";
import * as rt from "tincture/abi";
import { ChildSpec as PlainSpec } from "../../../../dist/runtime/otp/child_spec.js";
import { settled, type Waiting } from "../../virtual.js";
import { inOrder } from "./model.js";
import { type DynamicSpec, SLOW, type Spec, type StaticSpec, type WorkerSpec } from "./tree.js";

/** A definition to reach any supervisor through. */
const anySupervisor = supervisor({ strategy: "one_for_one" }, () => []);

const textOf = (reason: unknown): string => (typeof reason === "string" ? reason : JSON.stringify(reason));

/** A process of the tree: which child it is, of which supervisor. */
export interface Member {
  readonly id: string;
  readonly group: string;
  readonly isWorker: boolean;
  readonly pid: Pid;
}

export class System {
  readonly groups: Record<string, string[]> = {};
  private readonly starts = new Map<string, number>();
  /** The latest process of each id. */
  private readonly pids = new Map<string, Pid>();
  private readonly everybody: Member[] = [];
  /** Children that were started while they lived. */
  readonly doubles: string[] = [];
  private readonly dynamics = new Set<string>();
  top: Pid | undefined;

  control(pid: Pid): SupervisorControl {
    return anySupervisor.at(pid);
  }
  pidOf(id: string): Pid {
    return this.pids.get(id) as Pid;
  }

  async start(spec: StaticSpec): Promise<void> {
    this.top = await this.supervisorOf(spec, "").start();
  }

  /** What a promise of a supervisor's function comes to: "ok", or the code of its error. */
  async answer(promise: Promise<unknown>): Promise<string> {
    const { error } = await settled(promise, 1_000_000);
    if (error === undefined) return "ok";
    const { code } = error as TinctureError;
    // A child that ignores is no error to OTP.
    return code === "ignored" ? "ok" : code;
  }

  private began(id: string): number {
    const times = this.starts.get(id) ?? 0;
    this.starts.set(id, times + 1);
    return times;
  }
  private isHere(id: string, group: string, isWorker: boolean, pid: Pid = self()): void {
    if (this.everybody.some((one) => one.id === id && one.group === group && isAlive(one.pid))) this.doubles.push(id);
    this.pids.set(id, pid);
    this.everybody.push({ id, group, isWorker, pid });
  }

  /** All that live, in order of their starts. */
  living(): Member[] {
    return this.everybody.filter(({ pid }) => isAlive(pid));
  }

  /** All that supervisors know of, from the top down, which must be there. */
  async members(pid: Pid | undefined = this.top): Promise<Member[]> {
    if (pid === undefined || !isAlive(pid)) return [];
    const { value } = await settled(this.control(pid).whichChildren(), 1_000_000);
    const below: Member[] = [];
    for (const child of value as ChildInfo[])
      if (child.pid !== undefined)
        below.push(...(child.type === "supervisor" ? await this.members(child.pid) : [this.memberOf(child.pid)]));
    return [this.memberOf(pid), ...below];
  }

  private memberOf(pid: Pid): Member {
    return this.everybody.find((one) => one.pid === pid) as Member;
  }

  private supervisorOf(spec: StaticSpec | DynamicSpec, parent: string): SupervisorDef<[]> {
    const { maxRestarts, maxSeconds } = spec;
    if (spec.kind === "dynamic") return dynamicSupervisor({ maxRestarts, maxSeconds, maxChildren: spec.maxChildren });
    const { strategy, autoShutdown } = spec;
    return supervisor({ strategy, autoShutdown, maxRestarts, maxSeconds }, () => {
      const group = `${spec.id}#${this.began(spec.id)}`;
      this.isHere(spec.id, parent, false);
      return spec.children.map((each) => this.specOf(each, group));
    });
  }

  specOf(spec: Spec, group: string): ChildSpec {
    const { id, restart, shutdown, significant } = spec;
    const made =
      spec.kind === "worker"
        ? GenServer.child(this.worker(spec, group), null, { trapExit: spec.traps })
        : this.supervisorOf(spec, group).child();
    const { type, start } = made as unknown as PlainSpec;
    // A dynamic supervisor runs nothing of ours as it starts: what starts it tells of it.
    const begin = () => {
      const pid = start() as Pid;
      this.dynamics.add(`${id}#${this.began(id)}`);
      this.isHere(id, group, false, pid);
      return pid;
    };
    return new PlainSpec(id, type, spec.kind === "dynamic" ? begin : start, restart, shutdown, significant) as never;
  }

  /** The tree as which_children shows it, in start order; the children of a dynamic supervisor have none. */
  async shown(pid = this.top): Promise<unknown> {
    if (pid === undefined || !isAlive(pid)) return "dead";
    const { value } = await settled(this.control(pid).whichChildren(), 1_000_000);
    const children: { id: string; state: string; children: unknown }[] = [];
    for (const { id, state, pid, type } of (value as ChildInfo[]).reverse())
      children.push({
        id: id === "undefined" ? "no id" : id,
        state,
        children: type === "supervisor" && pid ? await this.shown(pid) : [],
      });
    return inOrder(children);
  }

  canonical(groups = this.groups): Record<string, readonly string[]> {
    const free = (group: string, event: string) =>
      event.startsWith("-") && (this.dynamics.has(group) || event.endsWith(" killed"));
    return Object.fromEntries(
      Object.entries(groups).map(([group, events]) => {
        const result: string[] = [];
        for (let i = 0; i < events.length; ) {
          let end = i + 1;
          if (free(group, events[i] as string)) while (end < events.length && free(group, events[end] as string)) end++;
          result.push(...events.slice(i, end).sort());
          i = end;
        }
        return [group, result];
      }),
    );
  }

  /** Ends whatever is left. */
  end(): void {
    for (const { pid } of this.everybody) exit(pid, "kill");
  }

  private worker({ id, starts, ending }: WorkerSpec, group: string) {
    const note = (event: string) => void (this.groups[group] ??= []).push(event);
    const begin = () => {
      this.isHere(id, group, true);
      note(`+${id}`);
      return starts[this.began(id)] ?? "ok";
    };
    return {
      *init(): Waiting<any> {
        const how = begin();
        if (how === "slow" && rt.waitCall(undefined, sleep, SLOW) === rt.parked) yield;
        if (how === "ignore") return "ignore";
        return how === "fail" ? ["stop", "failed"] : ["ok", null];
      },
      handleCast: (reason: string): any => ["stop", reason.startsWith("{") ? JSON.parse(reason) : reason, null],
      handleInfo: (): any => ["noreply", null],
      *terminate(reason: unknown): Waiting {
        note(`-${id} ${textOf(reason)}`);
        if (ending > 0 && rt.waitCall(undefined, sleep, ending) === rt.parked) yield;
      },
    } as never;
  }
}
