// Random trees of supervisors and workers: what a child is, as data. The model and the runtime are both built from it.
import fc from "fast-check";

export type Restart = "permanent" | "transient" | "temporary";
/** What the n-th start of a worker comes to; a slow one takes SLOW ms. */
export type Start = "ok" | "slow" | "fail" | "ignore";
export const SLOW = 3;

interface Common {
  readonly id: string;
  readonly restart: Restart;
  readonly shutdown: number | "brutal_kill" | "infinity";
  readonly significant: boolean;
}

export interface WorkerSpec extends Common {
  readonly kind: "worker";
  readonly traps: boolean;
  /** Milliseconds that its terminate takes. */
  readonly ending: number;
  readonly starts: readonly Start[];
}

interface Limits {
  readonly maxRestarts: number;
  readonly maxSeconds: number;
}

export interface StaticSpec extends Common, Limits {
  readonly kind: "supervisor";
  readonly strategy: "one_for_one" | "one_for_all" | "rest_for_one";
  readonly autoShutdown: "never" | "any_significant" | "all_significant";
  readonly children: readonly Spec[];
}

export interface DynamicSpec extends Common, Limits {
  readonly kind: "dynamic";
  readonly maxChildren: number;
}

export type Spec = WorkerSpec | StaticSpec | DynamicSpec;

const restart = fc.constantFrom<Restart[]>("permanent", "permanent", "transient", "temporary");
const limits = { maxRestarts: fc.nat(4), maxSeconds: fc.constantFrom(1, 5) };

const worker: fc.Arbitrary<WorkerSpec> = fc.record({
  kind: fc.constant("worker" as const),
  id: fc.constant(""),
  restart,
  significant: fc.boolean(),
  shutdown: fc.constantFrom<WorkerSpec["shutdown"][]>(10, 10, "infinity", "brutal_kill"),
  traps: fc.boolean(),
  ending: fc.constantFrom(0, 0, 4, 25),
  starts: fc.array(fc.constantFrom<Start[]>("ok", "ok", "ok", "ok", "slow", "fail", "ignore"), { maxLength: 6 }),
});

const supervisors = { restart, significant: fc.boolean(), ...limits, id: fc.constant("") };
/** Long enough for whatever is below it. */
const patience = fc.constantFrom<StaticSpec["shutdown"][]>("infinity", "infinity", 60_000, "brutal_kill");

const dynamic: fc.Arbitrary<DynamicSpec> = fc.record({
  ...supervisors,
  kind: fc.constant("dynamic" as const),
  shutdown: patience,
  maxChildren: fc.constantFrom(2, Number.POSITIVE_INFINITY),
});

const supervisor = (children: fc.Arbitrary<Spec[]>): fc.Arbitrary<StaticSpec> =>
  fc.record({
    ...supervisors,
    kind: fc.constant("supervisor" as const),
    shutdown: patience,
    strategy: fc.constantFrom("one_for_one", "one_for_all", "rest_for_one"),
    autoShutdown: fc.constantFrom("never", "never", "any_significant", "all_significant"),
    children,
  });

const leaves = fc.array(fc.oneof({ arbitrary: worker, weight: 5 }, { arbitrary: dynamic, weight: 1 }), {
  maxLength: 3,
});
const inner = fc.array(fc.oneof({ arbitrary: worker, weight: 3 }, { arbitrary: supervisor(leaves), weight: 2 }), {
  maxLength: 4,
});
export const child: fc.Arbitrary<Spec> = fc.oneof(
  { arbitrary: worker, weight: 4 },
  { arbitrary: supervisor(leaves), weight: 1 },
);
export const root: fc.Arbitrary<StaticSpec> = supervisor(
  fc.array(
    fc.oneof(
      { arbitrary: worker, weight: 3 },
      { arbitrary: dynamic, weight: 2 },
      { arbitrary: supervisor(inner), weight: 3 },
    ),
    { maxLength: 4 },
  ),
);

/** The tree with an id for each child ("r.0.1"), and `significant` only where it may be. */
export function named<S extends Spec>(spec: S, id: string, parent?: StaticSpec["autoShutdown"]): S {
  const significant = spec.significant && parent !== undefined && parent !== "never" && spec.restart !== "permanent";
  const own = { ...spec, id, significant };
  if (own.kind !== "supervisor") return own;
  return { ...own, children: own.children.map((each, i) => named(each, `${id}.${i}`, own.autoShutdown)) };
}
