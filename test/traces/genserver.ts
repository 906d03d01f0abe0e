// Family `genserver`: a server whose callbacks are told what to do, and a driver that started it with startLink, traps exits and monitors it.
//
// Flow of a step: the driver gets it as a message and does it -> everything runs, deadlines included, until all processes wait -> what the callbacks logged,
// which clients got an answer, and whether the server lives is read. The server itself is in instructed_server.ts.
import {
  CallError,
  exit,
  GenServer,
  global,
  isAlive,
  monitor,
  type MonitorRef,
  type Name,
  type Pid,
  send,
  StartError,
  stop,
  sys,
  TinctureError,
  trapExit,
} from "tincture";
import * as rt from "tincture/abi";
import { type Family, type Scenario, STEP } from "./family.js";
import { type Instruction, instructedServer, type ServerSpec, type Told } from "./instructed_server.js";
import { fromJson, type Json, toJson } from "./term.js";

type Step =
  | { readonly op: "call"; readonly run: Instruction; readonly timeout?: number }
  | { readonly op: "call_async"; readonly client: string; readonly run: Instruction }
  | { readonly op: "cast" | "info"; readonly run: Instruction }
  | { readonly op: "get_state" | "suspend" | "resume" | "start_again" }
  | { readonly op: "replace_state"; readonly add: number }
  | { readonly op: "code_change"; readonly extra: Json }
  | { readonly op: "stop"; readonly reason: Json }
  | { readonly op: "exit_signal"; readonly from: "parent" | "other"; readonly reason: Json };

interface GenServerScenario extends Scenario {
  readonly server: ServerSpec;
  readonly steps: readonly Step[];
}

interface Notice {
  readonly tag: "EXIT" | "DOWN";
  readonly pid: Pid;
  readonly ref?: MonitorRef;
  readonly reason: unknown;
}

/** Compiled process code: it yields where it waits. */
type Waiting<R> = Generator<undefined, R, any>;

/** One server, its driver and its clients, and what was seen of them in the step that runs. */
class Session {
  result: Json = "unfinished";
  log: Json[] = [];
  clients: { [client: string]: Json } = {};
  server: Pid | undefined;
  /** Messages in the driver's mailbox that nobody waited for. */
  strays = 0;
  private watch: MonitorRef | undefined;
  private down: Json | undefined;
  private parentSaw: Json | undefined;
  private readonly pids: Pid[] = [];
  private readonly name: Name | undefined;

  constructor(
    id: string,
    private readonly spec: ServerSpec,
  ) {
    this.name = spec.name === "local" ? id : spec.name === "global" ? global(id) : undefined;
  }

  /** The driver: starts the server, then does the steps it is sent. */
  *drive(): Waiting<void> {
    let tmp: unknown;
    trapExit(true);
    this.result = yield* this.start();
    for (;;) {
      const message: Notice | { tag: "step"; step: Step } = (tmp = rt.receive()) === rt.parked ? yield : tmp;
      if (message.tag === "step") this.result = yield* this.perform(message.step);
      else this.note(message);
    }
  }

  private *start(): Waiting<Json> {
    let tmp: unknown;
    const module = instructedServer(this.spec, (entry) => this.log.push(entry));
    const options = { trapExit: this.spec.trap_exit, ...(this.name !== undefined && { name: this.name }) };
    try {
      const start = rt.waitCall(GenServer, GenServer.startLink, module, this.spec.init, options);
      const pid = ((tmp = start) === rt.parked ? yield : tmp) as Pid;
      this.server = pid;
      this.pids.push(pid);
      this.watch = monitor(pid);
      return "ok";
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      if (error.code === "ignored") return "ignore";
      return { error: error.code === "already_started" ? error.code : toJson(error.reason) };
    }
  }

  private *perform(step: Step): Waiting<Json> {
    const server = this.name ?? (this.server as Pid);
    switch (step.op) {
      case "call":
        return yield* attempt(GenServer, GenServer.call, server, { client: "main", run: step.run }, step.timeout);
      case "call_async":
        this.spawn(() => this.callFrom(step.client, server, step.run));
        return "pending";
      case "cast":
        return ok(GenServer.cast(server, { run: step.run } satisfies Told));
      case "info":
        return ok(send(this.server as Pid, { run: step.run } satisfies Told));
      case "get_state":
        return yield* attempt(sys, sys.getState, server);
      case "replace_state":
        return yield* attempt(sys, sys.replaceState, server, (state: number) => state + step.add);
      case "suspend":
        return done(yield* attempt(sys, sys.suspend, server));
      case "resume":
        return done(yield* attempt(sys, sys.resume, server));
      case "code_change":
        return done(yield* attempt(sys, sys.changeCode, server, "1", fromJson(step.extra)));
      case "stop":
        return done(yield* attempt(undefined, stop, server, fromJson(step.reason)));
      case "exit_signal": {
        const signal = () => exit(this.server as Pid, fromJson(step.reason));
        return ok(step.from === "parent" ? signal() : rt.spawn(signal));
      }
      case "start_again":
        return yield* this.start();
    }
  }

  private *callFrom(client: string, server: Pid | Name, run: Instruction): Waiting<void> {
    const answer = yield* attempt(GenServer, GenServer.call, server, { client, run }, Number.POSITIVE_INFINITY);
    this.clients[client] = answer;
  }

  private note({ tag, pid, ref, reason }: Notice): void {
    if (tag === "DOWN" && ref === this.watch) this.down = toJson(reason);
    else if (tag === "EXIT" && (pid === this.server || this.server === undefined)) this.parentSaw = toJson(reason);
    else this.strays++;
  }

  spawn(body: () => Waiting<void>): Pid {
    const pid = rt.spawn(function* () {
      yield* body();
    }) as Pid;
    this.pids.push(pid);
    return pid;
  }

  /** What was seen since the last time this was asked. */
  seen(): Json {
    const { result, log, clients, server, down = null, parentSaw: parent_saw = null } = this;
    this.result = "unfinished";
    this.log = [];
    this.clients = {};
    if (server === undefined) return { result, log, exit: parent_saw };
    const alive = isAlive(server);
    return { result, log, clients, alive, ...(!alive && { exit: { down, parent_saw } }) };
  }

  end(): void {
    for (const pid of this.pids) exit(pid, "kill");
  }
}

const ok = (_done: unknown): Json => "ok";

/** Where OTP gives `ok`, the promise has no value, or another one. */
const done = (result: { [key: string]: Json }): Json => ("value" in result ? { value: "ok" } : result);

/** Calls a function that waits. Gives its value, or how the call failed: `in` is the function in OTP's spelling. */
function* attempt(object: unknown, fn: unknown, ...args: unknown[]): Waiting<{ [key: string]: Json }> {
  let tmp: unknown;
  try {
    return { value: toJson((tmp = rt.waitCall(object, fn, ...args)) === rt.parked ? yield : tmp) };
  } catch (error) {
    if (error instanceof CallError) return { exit: toJson(error.reason), in: snakeCase(error.request) };
    if (error instanceof TinctureError) return { error: toJson(error.cause) };
    throw error;
  }
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const genserver: Family<GenServerScenario> = {
  async replay({ id, server, steps }, time) {
    const session = new Session(id, server);
    const driver = session.spawn(() => session.drive());
    await time.settle(STEP);
    const seen: Json[] = [session.seen()];
    for (const step of steps) {
      send(driver, { tag: "step", step });
      await time.settle(STEP);
      seen.push(session.seen());
    }
    session.end();
    await time.settle();
    const [start = null, ...rest] = seen;
    return { start, steps: rest, ...(session.server !== undefined && { stray_messages: session.strays }) };
  },
};
