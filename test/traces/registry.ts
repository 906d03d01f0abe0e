// Family `registry`: Elixir's Registry with unique and duplicate keys, local names, and global names on one node.
//
// Flow of a step: an owner (a server) does it in its own process, or the driver does; what came of it is the outcome. Owners answer a call of "hello".
import {
  type CallbackModule,
  CallError,
  registry as defineRegistry,
  GenServer,
  Global,
  global,
  type Name,
  type Pid,
  type Registry,
  register,
  registered,
  StartError,
  send,
  stop,
  TinctureError,
  unregister,
  via,
  whereis,
} from "tincture";
import * as rt from "tincture/abi";
// What Global.registerName and its like come to in a program that is no node: steps of a trace wait for nothing.
import { registerGlobal, reRegisterGlobal, unregisterGlobal } from "../../dist/runtime/core/name.js";
import { type Family, type Scenario, STEP } from "./family.js";
import { fromJson, type Json, toJson } from "./term.js";

interface Step {
  readonly op: string;
  readonly by?: string;
  readonly key?: string;
  readonly value?: number;
  readonly than?: number;
  readonly add?: number;
  readonly of?: string;
  readonly to?: string;
  readonly reason?: Json;
}

interface RegistryScenario extends Scenario {
  readonly kind: "unique" | "duplicate" | "local" | "global";
  readonly owners: readonly string[];
  readonly steps: readonly Step[];
}

type Waiting<R> = Generator<undefined, R, any>;
type Work = { readonly work: () => Json };

/** An owner: does what it is given, echoes any other call, and ends as it is told. */
const owner: CallbackModule<null, null> = {
  init: () => ["ok", null],
  handleCall: (request: Work | string) => [
    "reply",
    typeof request === "string" ? ["echo", request] : request.work(),
    null,
  ],
  handleCast: (told: { readonly stop: unknown } | string) =>
    typeof told === "string" ? ["noreply", null] : ["stop", told.stop, null],
  handleInfo: () => ["noreply", null],
};

/** What is started under a name by `via_start`: an agent of value 1. */
const agent: CallbackModule<number, number> = {
  init: (value) => ["ok", value],
  handleCall: (_get: unknown, _from, value) => ["reply", value, value],
};

class Session {
  private readonly pids = new Map<string, Pid>();
  private readonly registry: Registry<string, number> | undefined;

  constructor(
    private readonly id: string,
    private readonly kind: RegistryScenario["kind"],
  ) {
    if (kind === "unique" || kind === "duplicate") this.registry = defineRegistry<string, number>(id, { keys: kind });
  }

  *start(owners: readonly string[]): Waiting<void> {
    let tmp: unknown;
    if (this.registry !== undefined && rt.waitCall(this.registry, this.registry.start) === rt.parked) yield;
    for (const id of owners) {
      const started = rt.waitCall(GenServer, GenServer.start, owner, null);
      this.pids.set(id, ((tmp = started) === rt.parked ? yield : tmp) as Pid);
    }
  }

  *perform(step: Step): Waiting<Json> {
    let tmp: unknown;
    try {
      if (step.op === "exit") {
        GenServer.cast(this.pid(step.by), { stop: fromJson(step.reason ?? null) });
        return "ok";
      }
      if (step.op === "via_start") return yield* this.viaStart(this.name(step));
      if (step.op === "call" || step.op === "via_call") {
        const call = rt.waitCall(GenServer, GenServer.call, this.name(step), "hello");
        return { value: this.json((tmp = call) === rt.parked ? yield : tmp) };
      }
      const work = () => this.work(step);
      if (step.by === undefined) return work();
      const done = rt.waitCall(GenServer, GenServer.call, this.pid(step.by), {
        work: () => attempt(work),
      } satisfies Work);
      return ((tmp = done) === rt.parked ? yield : tmp) as Json;
    } catch (error) {
      return failure(error);
    }
  }

  private *viaStart(name: Name): Waiting<Json> {
    let tmp: unknown;
    try {
      const started = rt.waitCall(GenServer, GenServer.start, agent as never, 1 as never, { name });
      const pid = (tmp = started) === rt.parked ? yield : tmp;
      const get = rt.waitCall(GenServer, GenServer.call, name, "get");
      const value = (tmp = get) === rt.parked ? yield : tmp;
      const found = whereis(name) === pid;
      if (rt.waitCall(undefined, stop, name) === rt.parked) yield;
      return { value: "started", get: this.json(value), whereis: found };
    } catch (error) {
      if (error instanceof StartError) return { value: { already_started: this.json(error.pid) } };
      throw error;
    }
  }

  /** The steps that wait for nothing. */
  private work(step: Step): Json {
    return this.registry === undefined ? this.plain(step) : this.inRegistry(this.registry, step);
  }

  private inRegistry(registry: Registry<string, number>, { op, key = "", value, than = 0, add = 0, of }: Step): Json {
    const equal = (other: number | undefined) => other === value;
    const entries = (found: { pid: Pid; value: number | undefined }[]): Json =>
      found.map((entry) => ({ tuple: [this.json(entry.pid), entry.value ?? null] }));
    switch (op) {
      case "register":
        return { value: this.enter(registry, key, value) };
      case "unregister":
        return ok(registry.unregister(key));
      case "unregister_match":
        return ok(registry.unregisterMatch(key, equal));
      case "update_value":
        return { value: (registry.updateValue(key, (old) => (old ?? 0) + add) as Json | undefined) ?? "error" };
      case "lookup":
        return { value: entries(registry.lookup(key)) };
      case "match":
        return { value: entries(registry.match(key, equal)) };
      case "match_greater":
        return { value: entries(registry.match(key, (other) => (other ?? 0) > than)) };
      case "count":
        return { value: registry.count() };
      case "count_match":
        return { value: registry.count(key, equal) };
      case "keys":
        return { value: registry.keys(this.pid(of)).sort() };
      case "values":
        return { value: registry.values(key, this.pid(of)) as Json };
      case "select_all":
        return {
          value: registry
            .select()
            .map((entry) => [entry.key, this.nameOf(entry.pid), entry.value ?? null])
            .sort(),
        };
      case "dispatch": {
        const seen: Json[] = [];
        registry.dispatch(key, (pid, found) => seen.push({ tuple: [this.json(pid), found ?? null] }));
        return { value: "ok", entries: seen.length === 0 ? "not_called" : seen };
      }
      case "via_whereis":
        return { value: this.json(whereis(via(registry, key))) };
      case "via_cast":
        return ok(GenServer.cast(via(registry, key), "hello"));
      case "via_send":
        send(via(registry, key), "hello");
        return { value: "sent" };
      default:
        throw new Error(`no such op: ${op}`);
    }
  }

  private enter(registry: Registry<string, number>, key: string, value: number | undefined): Json {
    try {
      registry.register(key, value as number);
      return "ok";
    } catch (error) {
      if (!(error instanceof TinctureError) || error.code !== "already_registered") throw error;
      return { already_registered: this.json(registry.lookup(key)[0]?.pid) };
    }
  }

  /** Local and global names. */
  private plain({ op, by, key = "", to }: Step): Json {
    const isGlobal = this.kind === "global";
    const name = this.name({ op, key });
    const text = typeof name === "string" ? name : this.text(key);
    switch (op) {
      case "register":
      case "register_other": {
        const pid = this.pid(to ?? by);
        if (isGlobal) return { value: yes(registerGlobal(text, pid as never)) };
        register(text, pid);
        return { value: true };
      }
      case "re_register":
        return { value: yes(reRegisterGlobal(text, this.pid(by) as never)) };
      case "unregister":
        if (isGlobal) return ok(unregisterGlobal(text));
        unregister(text);
        return { value: true };
      case "whereis": {
        const pid = whereis(name);
        return { value: isGlobal && pid === undefined ? "undefined" : this.json(pid) };
      }
      case "registered": {
        const all = isGlobal ? Global.registeredNames() : registered();
        return {
          value: all
            .filter((one) => one.startsWith(this.text("")))
            .map((one) => one.slice(this.text("").length))
            .sort(),
        };
      }
      case "cast":
        return ok(GenServer.cast(name, "hello"));
      case "send":
        if (isGlobal && whereis(name) === undefined) return { exit: "badarg" };
        send(name, "hello");
        return { value: isGlobal ? this.json(whereis(name)) : "sent" };
      default:
        throw new Error(`no such op: ${op}`);
    }
  }

  /* ---- names and terms ---- */

  /** Names are the scenario's own: none is left over for the next one. */
  private text(key: string): string {
    return `${this.id}/${key}`;
  }

  private name({ key = "" }: Step): Name {
    if (this.registry !== undefined) return via(this.registry, key);
    return this.kind === "global" ? global(this.text(key)) : this.text(key);
  }

  private pid(owner: string | undefined): Pid {
    return this.pids.get(owner ?? "") as Pid;
  }

  private nameOf(pid: Pid): string {
    return [...this.pids].find(([, other]) => other === pid)?.[0] ?? "?";
  }

  private json(value: unknown): Json {
    return toJson(value, { nameOf: (pid) => this.nameOf(pid), pidOf: (name) => this.pids.get(name) });
  }

  *end(): Waiting<void> {
    for (const pid of this.pids.values()) GenServer.cast(pid, { stop: "normal" });
    const running = this.registry === undefined ? undefined : whereis(this.id);
    if (running !== undefined && rt.waitCall(undefined, stop, running) === rt.parked) yield;
  }
}

const ok = (_done: unknown): Json => ({ value: "ok" });
const yes = (answer: boolean): Json => (answer ? "yes" : "no");

/** In an owner: what was raised there is its answer. */
function attempt(work: () => Json): Json {
  try {
    return work();
  } catch (error) {
    return failure(error);
  }
}

/** How a step failed: a call by its reason, the rest is OTP's ArgumentError. */
function failure(error: unknown): Json {
  if (error instanceof CallError) return { exit: toJson(error.reason) };
  if (error instanceof TinctureError) return { raised: "ArgumentError" };
  throw error;
}

export const registry: Family<RegistryScenario> = {
  async replay({ id, kind, owners, steps }, time) {
    const session = new Session(id, kind);
    /** Runs a part of the scenario in a process and lets everything come to rest. */
    const run = async <R>(part: () => Waiting<R>): Promise<R> => {
      const result = rt.run(function* () {
        return yield* part();
      });
      await time.settle(STEP);
      return (await result) as R;
    };
    await run(() => session.start(owners));
    const seen: Json[] = [];
    for (const step of steps) seen.push(await run(() => session.perform(step)));
    await run(() => session.end());
    return { steps: seen };
  },
};
