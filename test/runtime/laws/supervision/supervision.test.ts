// Law: whatever happens in a tree of supervisors, it becomes what OTP's rules say. Random trees, random faults one after the other, on random schedules; the
// rules are the model (model.ts), and everything that can be seen is compared after every fault: the answer, the tree, the time, what was started and stopped.
import fc from "fast-check";
import { exit, GenServer, type Pid, stop } from "tincture";
import { expect } from "vitest";
import { clear, time, useVirtualTime } from "../../virtual.js";
import { law } from "../law.js";
import { isSupervisor, isWorker, Model, type Process } from "./model.js";
import { System } from "./system.js";
import { child, named, root, type Spec } from "./tree.js";

useVirtualTime();

const ops = [
  ...["leave", "leave", "leave", "kill", "kill", "signal", "stop", "pause"],
  ...["startChild", "startAgain", "terminateChild", "restartChild", "deleteChild"],
] as const;

/** One thing that happens. `who`, `which`: numbers of a process, and of a child of it, as far as there are. */
const fault = fc.record({
  op: fc.constantFrom(...ops),
  who: fc.nat(30),
  which: fc.nat(6),
  reason: fc.constantFrom("normal", "shutdown", '{"shutdown":"tea"}', "odd", "odd"),
  ms: fc.constantFrom(1, 300, 700, 1200),
  spec: child,
});
type Fault = typeof fault extends fc.Arbitrary<infer F> ? F : never;

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

/** Does one thing to both. Gives both answers; undefined where there was nothing to do it to. */
async function happen(
  model: Model,
  system: System,
  given: Fault,
  step: number,
): Promise<[unknown, unknown] | undefined> {
  const { op, reason } = given;
  const processes = model.processes();
  const kinds =
    op === "leave"
      ? processes.filter(isWorker)
      : op === "kill" || op === "signal"
        ? processes
        : processes.filter(isSupervisor);
  const target = pick(kinds, given.who);
  if (op === "pause") {
    model.pause(given.ms);
    await time.advance(given.ms);
    return ["ok", "ok"];
  }
  if (target === undefined) return undefined;
  const pid = system.pidOf(target.spec.id);
  switch (op) {
    case "leave":
      if (!isWorker(target)) return undefined;
      model.leaves(target, reason);
      GenServer.cast(pid, reason);
      break;
    case "kill":
      model.killed(target);
      exit(pid, "kill");
      break;
    case "signal":
      model.signalled(target, reason);
      exit(pid, reason.startsWith("{") ? JSON.parse(reason) : reason);
      break;
    case "stop":
      if (!isSupervisor(target)) return undefined;
      model.stopped(target, reason);
      return ["ok", await system.answer(stop(pid, reason.startsWith("{") ? JSON.parse(reason) : reason))];
    default:
      return isSupervisor(target) ? asked(model, system, given, target, pid, step) : undefined;
  }
  return ["ok", "ok"];
}

/** A function of a supervisor. */
async function asked(
  model: Model,
  system: System,
  { op, which, spec }: Fault,
  target: Extract<Process, { children: unknown }>,
  pid: Pid,
  step: number,
): Promise<[unknown, unknown]> {
  const control = system.control(pid);
  const isDynamic = target.spec.kind === "dynamic";
  const place = pick(target.children, which);
  const id = place?.spec.id ?? "nobody";
  if (op === "startChild" || op === "startAgain") {
    const auto = target.spec.kind === "supervisor" ? target.spec.autoShutdown : "never";
    const fresh = op === "startAgain" && place !== undefined ? place.spec : named<Spec>(spec, `n${step}`, auto);
    // The children of a dynamic supervisor have no ids; each is one of its own here.
    const added = isDynamic ? named(fresh, `n${step}`) : fresh;
    const expected = model.startChild(target, added);
    return [expected, await system.answer(control.startChild(system.specOf(added, target.group)))];
  }
  const address = isDynamic && place !== undefined ? system.pidOf(id) : id;
  const expected = model[op as "terminateChild"](target, id);
  return [expected, await system.answer(control[op as "terminateChild"](address as string))];
}

law("a tree becomes what OTP's rules say", 150, [root, fc.array(fault, { maxLength: 16 })], async (tree, faults) => {
  const start = time.now();
  const spec = named(tree, "r");
  const model = new Model(spec);
  const system = new System();
  const answer = await system.answer(system.start(spec));
  expect(answer).toBe(model.root === undefined ? "init_failed" : "ok");
  const compare = async (what: string) => {
    await time.settle(1_000_000);
    const seen = { tree: await system.shown(), groups: system.canonical(), ms: time.now() - start };
    expect(seen, what).toEqual({ tree: model.shown(), groups: system.canonical(model.groups), ms: model.rest() });
  };
  await compare("after the start");
  for (const [step, each] of faults.entries()) {
    if (model.root === undefined) break;
    const answers = await happen(model, system, each, step);
    if (answers === undefined) continue;
    const what = `after ${each.op}, number ${step}`;
    expect(answers[1], what).toBe(answers[0]);
    await compare(what);
  }
  system.end();
  await clear();
});
