// The server of the family `genserver`: a callback module whose callbacks do what the message tells them, and log that they ran.
//
// Shape: its state is an integer, 0 before init. A call is `{ client, run }`, a cast and an info are `{ run }`, with `run` an instruction.
import { type CallbackModule, exit, type From, GenServer, reply, self, send } from "tincture";
import { fromJson, type Json, toJson } from "./term.js";

/** What a callback is to do: first `pre`, then what `ret` says, with the new state and the last element `extra` of its result. */
export interface Instruction {
  readonly tag?: number;
  readonly state?: { readonly add?: number; readonly set?: number };
  readonly pre?: readonly Before[];
  readonly ret: string;
  readonly value?: Json;
  readonly reason?: Json;
  readonly reply?: Json;
  readonly extra?: { readonly timeout: number } | { readonly continue: Instruction } | "hibernate";
}

interface ReplyTo {
  readonly do: "reply_to";
  readonly client: string;
  readonly value: Json;
}
interface TellSelf {
  readonly do: "send_self" | "cast_self";
  readonly run: Instruction;
}
type Before = ReplyTo | TellSelf;

export interface ServerSpec {
  readonly trap_exit: boolean;
  readonly name: "local" | "global" | null;
  readonly init: Instruction;
  readonly on_timeout: Instruction;
  readonly on_exit: Instruction;
  readonly on_terminate: "ok" | "raise" | { readonly exit: Json } | { readonly throw: Json };
}

/** What the server gets: a call also says whose it is. */
export interface Told {
  readonly run: Instruction;
  readonly client?: string;
}
type Info = Told | "timeout" | { readonly tag: "EXIT"; readonly reason: unknown };

/** A callback module for one server. `log` gets `[callback, what, state before]` of every callback that runs. */
export function instructedServer(spec: ServerSpec, log: (entry: Json) => void): CallbackModule<number, Instruction> {
  const callers = new Map<string, From<unknown>>();

  function prepare(step: Before): void {
    if (step.do === "reply_to") {
      const from = callers.get(step.client);
      if (from !== undefined) reply(from, fromJson(step.value));
    } else if (step.do === "cast_self") GenServer.cast(self(), { run: step.run } satisfies Told);
    else send(self(), { run: step.run } satisfies Told);
  }

  /** The result of a callback: a tuple, a throw, or nonsense. */
  function follow(run: Instruction, state: number): any {
    for (const step of run.pre ?? []) prepare(step);
    const next = stateAfter(run, state);
    const extra = extraOf(run);
    const answer = (value: Json = null) => (value === "$old" ? state : value === "$new" ? next : fromJson(value));
    switch (run.ret) {
      case "reply":
        return ["reply", answer(run.value), next, ...extra];
      case "noreply":
        return ["noreply", next, ...extra];
      case "stop":
        return ["stop", reasonOf(run), ...(run.reply === undefined ? [] : [answer(run.reply)]), next];
      case "raise":
        throw new Error("boom");
      case "exit":
        return exit(reasonOf(run) as string);
      case "bad":
        return fromJson(run.value ?? null);
      case "throw":
        throw fromJson(run.value ?? null);
      case "throw_noreply":
        throw ["noreply", next, ...extra];
      case "call_self":
        return GenServer.call(self(), "anything");
      default:
        throw new Error(`no such return: ${run.ret}`);
    }
  }

  return {
    init(run) {
      log(["init", 0]);
      switch (run.ret) {
        case "ok":
          return ["ok", stateAfter(run, 0), ...extraOf(run)];
        case "ignore":
          return "ignore";
        case "stop":
          return ["stop", reasonOf(run)];
        default:
          return follow(run, 0);
      }
    },
    handleCall({ client, run }: Required<Told>, from, state) {
      callers.set(client, from as From<unknown>);
      log(["handle_call", run.tag ?? null, state]);
      return follow(run, state);
    },
    handleCast({ run }: Told, state) {
      log(["handle_cast", run.tag ?? null, state]);
      return follow(run, state);
    },
    handleContinue(run: Instruction, state) {
      log(["handle_continue", run.tag ?? null, state]);
      return follow(run, state);
    },
    handleInfo(message: Info, state) {
      if (message === "timeout") {
        log(["handle_info", "timeout", state]);
        return follow(spec.on_timeout, state);
      }
      if ("tag" in message) {
        log(["handle_info", { exit: toJson(message.reason) }, state]);
        return follow(spec.on_exit, state);
      }
      log(["handle_info", message.run.tag ?? null, state]);
      return follow(message.run, state);
    },
    terminate(reason, state) {
      log(["terminate", toJson(reason), state]);
      const how = spec.on_terminate;
      if (how === "raise") throw new Error("bang");
      if (typeof how === "object" && "exit" in how) exit(fromJson(how.exit) as string);
      if (typeof how === "object" && "throw" in how) throw fromJson(how.throw);
    },
    codeChange(_fromVersion, state, extra) {
      log(["code_change", toJson(extra), state]);
      return Array.isArray(extra) ? ["error", extra[1]] : ["ok", state + (extra as number)];
    },
  };
}

const stateAfter = ({ state }: Instruction, before: number): number => state?.set ?? before + (state?.add ?? 0);
const reasonOf = ({ reason }: Instruction): unknown => fromJson(reason ?? null);

/** The last element of a result, if it has one more. */
function extraOf({ extra }: Instruction): [] | [any] {
  if (extra === undefined) return [];
  return [typeof extra === "object" && "timeout" in extra ? extra.timeout : extra];
}
