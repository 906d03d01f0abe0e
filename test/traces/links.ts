// Family `links`: bare processes that do as they are told and note every other message.
//
// Flow of a step: its command is sent to the process `by` -> everything runs until all processes wait -> what was noted meanwhile is read. A watcher monitors
// every process, so that the reason of each death is known.
import {
  demonitor,
  exit,
  isAlive,
  link,
  type MonitorRef,
  monitor,
  type Pid,
  receive,
  send,
  spawn,
  spawnLink,
  spawnMonitor,
  TinctureError,
  trapExit,
  unlink,
} from "tincture";
import type { Family, Scenario } from "./family.js";
import { fromJson, type Json, type PidNames, toJson } from "./term.js";

interface ProcessSpec {
  readonly id: string;
  readonly trap_exit: boolean;
}

type Step = { readonly by: string } & (
  | { readonly op: "link" | "unlink"; readonly to: string }
  | { readonly op: "monitor"; readonly to: string; readonly label: string }
  | { readonly op: "demonitor"; readonly label: string; readonly flush: boolean }
  | { readonly op: "signal"; readonly to: string; readonly reason: Json }
  | { readonly op: "exit"; readonly reason: Json }
  | { readonly op: "raise" }
  | { readonly op: "throw"; readonly value: Json }
  | { readonly op: "trap_exit"; readonly value: boolean }
  | ({ readonly op: "spawn"; readonly how: "link" | "monitor" | "plain" } & ProcessSpec)
);

interface LinksScenario extends Scenario {
  readonly procs: readonly ProcessSpec[];
  readonly steps: readonly Step[];
}

/** What processes get from the watcher and the driver, beside EXIT and DOWN. */
interface Command {
  readonly tag: "command";
  readonly step: Step;
}
interface Notice {
  readonly tag: "EXIT" | "DOWN";
  readonly pid: Pid;
  readonly reason: unknown;
}

/** All processes of a scenario by name, and what was seen of them in the step that runs. */
class World implements PidNames {
  private readonly pids = new Map<string, Pid>();
  private readonly monitors = new Map<string, MonitorRef>();
  private readonly watcher = spawn(watching((pid, reason) => this.died.set(this.nameOf(pid), reason)));
  result: Json | undefined;
  died = new Map<string, unknown>();
  received = new Map<string, Notice[]>();

  nameOf(pid: Pid): string {
    for (const [name, other] of this.pids) if (other === pid) return name;
    return "?";
  }
  pidOf(name: string): Pid | undefined {
    return this.pids.get(name);
  }

  add({ id, trap_exit }: ProcessSpec, start: (body: () => unknown) => Pid): void {
    const pid = start(obeying(this, id, trap_exit));
    this.pids.set(id, pid);
    send(this.watcher, pid);
  }

  /** Does a step in the process that runs. Gives its result. */
  perform(step: Step): Json {
    switch (step.op) {
      case "link":
        return said(link(this.pid(step.to)));
      case "unlink":
        return said(unlink(this.pid(step.to)));
      case "monitor":
        return said(this.monitors.set(step.label, monitor(this.pid(step.to))));
      case "demonitor":
        return demonitor(this.monitors.get(step.label) as MonitorRef, { flush: step.flush });
      case "signal":
        exit(this.pid(step.to), fromJson(step.reason, this));
        return true;
      case "exit":
        return exit(fromJson(step.reason, this) as string);
      case "raise":
        throw new Error("boom");
      case "throw":
        throw fromJson(step.value, this);
      case "trap_exit":
        return trapExit(step.value);
      case "spawn":
        return said(this.add(step, spawner[step.how]));
    }
  }

  private pid(name: string): Pid {
    return this.pids.get(name) as Pid;
  }

  /** Begins a step: nothing is seen of it yet. */
  begin(): void {
    this.result = undefined;
    this.died = new Map();
    this.received = new Map();
  }

  living(): string[] {
    return [...this.pids].flatMap(([name, pid]) => (isAlive(pid) ? [name] : []));
  }

  /** What was seen in a step of `by`. */
  seen(by: string): Json {
    const alive = this.living();
    const received = alive.flatMap((name) => {
      const notices = this.received.get(name);
      return notices === undefined ? [] : [[name, this.bySender(notices)] as const];
    });
    return {
      result: alive.includes(by) ? (this.result ?? "no result") : "died",
      died: Object.fromEntries([...this.died].map(([name, reason]) => [name, toJson(reason, this)])),
      alive,
      received: Object.fromEntries(received),
    };
  }

  note(name: string, notice: Notice): void {
    const notices = this.received.get(name);
    if (notices === undefined) this.received.set(name, [notice]);
    else notices.push(notice);
  }

  private bySender(notices: readonly Notice[]): Json {
    const lists: { [sender: string]: Json[] } = {};
    for (const { tag, pid, reason } of notices)
      (lists[this.nameOf(pid)] ??= []).push({ e: tag, reason: toJson(reason, this) });
    return lists;
  }

  end(): void {
    for (const pid of [...this.pids.values(), this.watcher]) exit(pid, "kill");
  }
}

const said = (_done: unknown): Json => "ok";

const spawner: { [how in "link" | "monitor" | "plain"]: (body: () => unknown) => Pid } = {
  link: (body) => spawnLink(body),
  monitor: (body) => spawnMonitor(body).pid,
  plain: (body) => spawn(body),
};

/** A process that does the steps it is sent. What an operation raises is rescued; an end of the process is not. */
const obeying = (world: World, name: string, traps: boolean) => async () => {
  trapExit(traps);
  for (;;) {
    const message = await receive<Command | Notice>();
    if (message.tag !== "command") {
      world.note(name, message);
      continue;
    }
    try {
      world.result = world.perform(message.step);
    } catch (error) {
      if (!(error instanceof TinctureError) || error.code === "exit") throw error;
      world.result = { raised: error.code };
    }
  }
};

/** A process that monitors every pid it is sent and tells of its end. */
const watching = (tell: (pid: Pid, reason: unknown) => void) => async () => {
  for (;;) {
    const message = await receive<Pid | Notice>();
    if ("tag" in message) tell(message.pid, message.reason);
    else monitor(message);
  }
};

export const links: Family<LinksScenario> = {
  async replay({ procs, steps }, time) {
    const world = new World();
    for (const spec of procs) world.add(spec, spawner.plain);
    await time.settle();
    const seen: Json[] = [];
    for (const step of steps) {
      world.begin();
      send(world.pidOf(step.by) as Pid, { tag: "command", step } satisfies Command);
      await time.settle();
      seen.push(world.seen(step.by));
    }
    world.end();
    await time.settle();
    return { steps: seen };
  },

  /** Names in `alive`, and what one sender caused, have no order. */
  inOrder(expect) {
    const sorted = (list: Json): Json =>
      Array.isArray(list) ? [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
    const { steps } = expect as { steps: { [key: string]: Json }[] };
    return {
      steps: steps.map((step) => ({
        ...step,
        alive: sorted(step.alive ?? []),
        received: Object.fromEntries(
          Object.entries(step.received as { [name: string]: { [sender: string]: Json } }).map(([name, senders]) => [
            name,
            Object.fromEntries(Object.entries(senders).map(([sender, list]) => [sender, sorted(list)])),
          ]),
        ),
      })),
    };
  },
};
