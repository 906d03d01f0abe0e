// Terms of the trace files and the values that stand for them here.
//
//   trace                                   here
//   {"tuple": ["shutdown", x]}              { shutdown: x }           (the same for bad_return_value: reasons that the runtime makes)
//   {"tuple": [...]}                        [...]                     (callbacks give tuples as arrays)
//   [...]                                   { list: [...] }
//   {"pid": "p1"}                           the process of that name
//   {"crash": {"error": "boom"}}            an Error with the message boom
//   {"crash": {"tuple": ["nocatch", v]}}    a NoCatchError with the value v
//   {"tuple": [reason, {"tuple": [GenServer, "call", ...]}]}   a CallError that nobody caught: the call that failed
//
// Knows no family; a family says which names its processes have.
import { CallError, NoCatchError, type Pid } from "tincture";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Names of processes in a scenario, both ways. */
export interface PidNames {
  nameOf(pid: Pid): string | undefined;
  pidOf(name: string): Pid | undefined;
}

/** For scenarios whose terms name no process; the recorder wrote "?" for a pid that has no name. */
export const noNames: PidNames = { nameOf: () => undefined, pidOf: () => undefined };

/** Reasons that are an object of one key here. */
const reasons = ["shutdown", "bad_return_value"];

export function fromJson(json: Json, names: PidNames = noNames): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return { list: json.map((item) => fromJson(item, names)) };
  if (Array.isArray(json.tuple)) return tuple(json.tuple.map((item) => fromJson(item, names)));
  if (typeof json.pid === "string") return names.pidOf(json.pid) ?? null;
  throw new Error(`no such term: ${JSON.stringify(json)}`);
}

function tuple(items: unknown[]): unknown {
  const [first, second] = items;
  return items.length === 2 && reasons.includes(first as string) ? { [first as string]: second } : items;
}

export function toJson(value: unknown, names: PidNames = noNames): Json {
  const json = (part: unknown): Json => toJson(part, names);
  if (value === undefined || value === null) return null;
  if (typeof value !== "object") return typeof value === "number" || typeof value === "boolean" ? value : String(value);
  if (Array.isArray(value)) return { tuple: value.map(json) };
  if (value instanceof NoCatchError) return { crash: { tuple: ["nocatch", json(value.value)] } };
  if (value instanceof CallError) return { tuple: [json(value.reason), { tuple: mfa(value, json) }] };
  if (value instanceof Error) return { crash: { error: value.message } };
  if ("list" in value && Array.isArray(value.list)) return value.list.map(json);
  for (const reason of reasons)
    if (reason in value) return { tuple: [reason, json((value as Record<string, unknown>)[reason])] };
  if ("failed_to_start_child" in value) {
    const { failed_to_start_child: id, reason } = value as { failed_to_start_child: string; reason: unknown };
    return { tuple: ["failed_to_start_child", id, json(reason)] };
  }
  if (isPid(value)) return { pid: names.nameOf(value) ?? "?" };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, json(part)]));
}

/** The only call of a scenario that goes uncaught is that of a server to itself, with the default timeout. */
function mfa(error: CallError, json: (part: unknown) => Json): Json[] {
  return ["Elixir.GenServer", error.request, [json(error.server), "anything", 5000]];
}

const isPid = (value: object): value is Pid => "node" in value && "id" in value;
