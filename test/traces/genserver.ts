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
  type MonitorRef,
  monitor,
  type Name,
  type Pid,
  receive,
  StartError,
  send,
  spawn,
  stop,
  sys,
  TinctureError,
  trapExit,
} from "tincture";
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

/** One server, its driver and its clients, and what was seen of them in the step that runs. */
class Session {
  result: Json = "unfinished";
  log: Json[] = [];
  clients: { [client: string]: Json } = {};
  server: Pid | undefined;
  /** Of the server. */
  monitor: MonitorRef | undefined;
  /** Messages in the driver's mailbox that nobody waited for. */
  strays = 0;
  readonly name: Name | undefined;
  private down: Json = null;
  private parentSaw: Json = null;
  private readonly pids: Pid[] = [];

  constructor(
    id: string,
    readonly spec: ServerSpec,
  ) {
    this.name = spec.name === "local" ? id : spec.name === "global" ? global(id) : undefined;
  }

  keep(pid: Pid): Pid {
    this.pids.push(pid);
    return pid;
  }

  note({ tag, pid, ref, reason }: Notice): void {
    if (tag === "DOWN" && ref === this.monitor) this.down = toJson(reason);
    else if (tag === "EXIT" && (pid === this.server || this.server === undefined)) this.parentSaw = toJson(reason);
    else this.strays++;
  }

  /** What was seen since the last time this was asked. */
  seen(): Json {
    const { result, log, clients, server, down, parentSaw: parent_saw } = this;
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

/** The driver: starts the server, then does the steps it is sent. */
async function drive(session: Session): Promise<void> {
  trapExit(true);
  session.result = await start(session);
  for (;;) {
    const message = await receive<Notice | { tag: "step"; step: Step }>();
    if (message.tag === "step") session.result = await perform(session, message.step);
    else session.note(message);
  }
}

async function start(session: Session): Promise<Json> {
  const { spec, name } = session;
  const module = instructedServer(spec, (entry) => session.log.push(entry));
  const options = { trapExit: spec.trap_exit, ...(name !== undefined && { name }) };
  try {
    const pid = await GenServer.startLink(module, spec.init, options);
    session.server = session.keep(pid);
    session.monitor = monitor(pid);
    return "ok";
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    if (error.code === "ignored") return "ignore";
    return { error: error.code === "already_started" ? error.code : toJson(error.reason) };
  }
}

async function perform(session: Session, step: Step): Promise<Json> {
  try {
    return await act(session, step);
  } catch (error) {
    return failure(error);
  }
}

async function act(session: Session, step: Step): Promise<Json> {
  const pid = session.server as Pid;
  const server = session.name ?? pid;
  switch (step.op) {
    case "call":
      return value(await GenServer.call(server, { client: "main", run: step.run }, step.timeout));
    case "call_async":
      session.keep(
        spawn(async () => {
          const { client, run } = step;
          let answer: Json;
          try {
            answer = value(await GenServer.call(server, { client, run }, Number.POSITIVE_INFINITY));
          } catch (error) {
            answer = failure(error);
          }
          session.clients[client] = answer;
        }),
      );
      return "pending";
    case "cast":
      GenServer.cast(server, { run: step.run } satisfies Told);
      return "ok";
    case "info":
      send(pid, { run: step.run } satisfies Told);
      return "ok";
    case "get_state":
      return value(await sys.getState(server));
    case "replace_state":
      return value(await sys.replaceState(server, (state: number) => state + step.add));
    case "suspend":
      await sys.suspend(server);
      return value("ok");
    case "resume":
      await sys.resume(server);
      return value("ok");
    case "code_change":
      await sys.changeCode(server, "1", fromJson(step.extra));
      return value("ok");
    case "stop":
      await stop(server, fromJson(step.reason));
      return value("ok");
    case "exit_signal":
      if (step.from === "parent") exit(pid, fromJson(step.reason));
      else spawn(() => exit(pid, fromJson(step.reason)));
      return "ok";
    case "start_again":
      return await start(session);
  }
}

const value = (of: unknown): Json => ({ value: toJson(of) });

/**
 * How a call failed: `in` is the function in OTP's spelling. A callback that refuses a code change is no exit in OTP: sys gives `{error, What}`, with what the
 * callback gave. Throws what is no failure of a call.
 */
function failure(error: unknown): Json {
  if (error instanceof CallError) return { exit: toJson(error.reason), in: snakeCase(error.request) };
  if (!(error instanceof TinctureError) || error.code !== "code_change_failed") throw error;
  return value(["error", ["error", error.cause]]);
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const genserver: Family<GenServerScenario> = {
  async replay({ id, server, steps }, time) {
    const session = new Session(id, server);
    const driver = session.keep(spawn(() => drive(session)));
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
