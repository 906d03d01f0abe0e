/**
 * The list of workloads: what is measured, in which unit, under which name. Every rival does the same work under the same name in its file of `rival/`.
 *
 * Knows nothing of the rivals and of how they are measured.
 */

/**
 * How a workload is measured: `rate` is the time of one operation (nanoseconds), `memory` the heap of one held thing (bytes), `late` the 99th
 * percentile of delays (nanoseconds).
 */
export type Kind = "rate" | "memory" | "late";

export interface Workload {
  readonly kind: Kind;
  readonly what: string;
  /** `rate`: operations come in multiples of this. `memory`: how many things are held. `late`: how many delays are looked at. */
  readonly step: number;
}

const rate = (what: string, step = 1000): Workload => ({ kind: "rate", what, step });
const memory = (step: number, what: string): Workload => ({ kind: "memory", what, step });
const late = (step: number, what: string): Workload => ({ kind: "late", what, step });

/** Processes, messages, servers: in the order of the table. */
export const otp = {
  call: rate("a call to an idle server"),
  call_queued: rate("a cast, and a call that queues behind it"),
  call_16: rate("a call to an idle server, 16 behaviours in turn at one place", 1600),
  call_10k_queued: rate("a call while the caller has 10,000 messages queued"),
  cast: rate("a cast; the server handles all of them"),
  cast_16: rate("a cast, 16 behaviours in turn at one place", 1600),
  ping_pong: rate("a message between two processes that answer each other"),
  ring: rate("a message round a ring of 1,000 processes"),
  fan_in: rate("a message from 1,000 processes to one"),
  backlog_1k: rate("a message sent and received, 1,000 queued"),
  backlog_1m: rate("a message sent and received, 1,000,000 queued", 1_000_000),
  receive_reverse: rate("a selective receive, 5,000 queued, newest first", 5000),
  spawn_exit: rate("a process that sends one message and ends", 10_000),
  spawn_monitor: rate("a monitored process that ends at once", 5000),
  registry_call: rate("a call through a registry of 1,000 names"),
  restart: rate("a killed server is up again under its supervisor", 100),
  chat: rate("chat room, 1,000 rooms, 10,000 users: a user posts, 10 hear it", 10_000),
  memory_100k: memory(100_000, "heap of an idle server, 100,000 of them"),
  memory_1m: memory(1_000_000, "heap of an idle server, 1,000,000 of them"),
  busy_message: late(500, "p99 of a message and its answer beside 4 busy processes"),
  busy_timer: late(300, "p99 lateness of a 2 ms timer beside 4 busy processes"),
} as const;

const pipeOf = (stages: number): Workload => rate(`a pipe of ${stages} function${stages === 1 ? "" : "s"}`);

/** Pipes of named functions by their length, and of array functions over 100 numbers. */
export const pipe = {
  pipe_1: pipeOf(1),
  pipe_2: pipeOf(2),
  pipe_3: pipeOf(3),
  pipe_5: pipeOf(5),
  pipe_8: pipeOf(8),
  pipe_12: pipeOf(12),
  pipe_20: pipeOf(20),
  pipe_arrow: rate("a pipe of 5 functions written in place"),
  pipe_map: rate("map, filter, map of 100 numbers"),
  pipe_sum: rate("map, filter, map, reduce of 100 numbers"),
} as const;

const turnOf = (loop: string): Workload => rate(`a turn of ${loop}`, 100_000);

/** Loops that compute and never wait, of bodies so small that what giving way costs shows beside them. */
export const loop = {
  loop_for: turnOf("a `for` over integers"),
  loop_while: turnOf("a `while` over integers"),
  loop_float: turnOf("a `for` that adds fractions"),
  loop_of: turnOf("a `for...of` over an array"),
  loop_of_set: turnOf("a `for...of` over a set"),
  loop_nested: turnOf("the inner of two loops, 10 turns each time"),
  loop_rows: turnOf("the inner of two loops, as many turns as a variable says: 10"),
  loop_state: turnOf("a loop in a handler that changes the state"),
  loop_helper: turnOf("a loop in a helper, 100 turns each time"),
  loop_helper_n: turnOf("a loop in a helper, as many turns as it is told: 100"),
} as const;

/** A table: its workloads and who is compared. The first rival is us. */
export interface Group {
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly rivals: readonly string[];
}

export const groups: Readonly<Record<string, Group>> = {
  otp: { workloads: otp, rivals: ["tincture", "beam", "mailbox", "direct", "xstate", "effect", "nact"] },
  pipe: { workloads: pipe, rivals: ["tincture_pipe", "by_hand", "array_method", "remeda", "effect_pipe", "lodash"] },
  loop: { workloads: loop, rivals: ["tincture_loop", "plain_loop"] },
};

/** What a rival does for a workload, checking its answer. `Rate` does so many operations. */
export type Rate = (count: number) => Promise<void> | void;
/** Holds so many things and gives a check that needs them. */
export type Memory = (count: number) => Promise<() => Promise<void> | void>;
/** Gives so many delays in nanoseconds. */
export type Late = (count: number) => Promise<number[]>;

/** What a file of `rival/` exports as `rival`: the workloads that it can do. */
export type Rival = { readonly [N in keyof typeof otp]?: Rate | Memory | Late };
export type LoopRival = { readonly [N in keyof typeof loop]?: Rate };
export type PipeRival = { readonly [N in keyof typeof pipe]?: Rate };
