// A machine whose states are told by its data: a command, a timer, a subscriber that is monitored.
import {
  call,
  cancelTimer,
  cast,
  type Down,
  genserver,
  info,
  monitor,
  type Pid,
  self,
  send,
  sendAfter,
  type TimerRef,
} from "tincture";

type Step = { readonly tag: "step" };
type Moved = { readonly tag: "moved"; readonly floor: number };
const floors = [0, 1, 2, 3];

export const Elevator = genserver((name: string) => {
  let floor = 0;
  let targets: number[] = [];
  let timer: TimerRef | undefined;
  const watching = new Map<Pid<Moved>, unknown>();

  const plan = (): void => {
    if (timer !== undefined) cancelTimer(timer);
    timer = targets.length > 0 ? sendAfter<Step>(self(), { tag: "step" }, 100) : undefined;
  };
  function step(): void {
    const [target] = targets;
    if (target === undefined) return;
    floor += Math.sign(target - floor);
    if (floor === target) targets = targets.slice(1);
    for (const pid of watching.keys()) send(pid, { tag: "moved", floor });
    plan();
  }
  return {
    go: cast((to: number) => {
      if (!floors.includes(to)) return;
      targets = [...targets, to];
      plan();
    }),
    where: call(() => `${name} at ${floor}`),
    watch: call((pid: Pid<Moved>) => {
      watching.set(pid, monitor(pid));
    }),
    other: info((message: Step | Down) => {
      switch (message.tag) {
        case "step":
          return step();
        case "DOWN":
          watching.delete(message.pid);
      }
    }),
  };
});

const pid = await Elevator.start("north");
const north = Elevator.at(pid);
north.go(3);
console.log(await north.where());
void north.watch(pid);
