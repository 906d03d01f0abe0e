// The children of the supervisors under test: servers that tell a process of every start and end.
import { call, cast, exit, genserver, type Pid, type SupervisorControl, self, send, sleep, terminate } from "tincture";

/** Says "+id" when it starts and, trapping exits, "-id reason" when it ends, which takes `endTime` ms. */
export const Worker = genserver(
  (id: string, told: Pid, endTime: number = 0) => {
    send(told, `+${id}`);
    return {
      who: call(() => id),
      crash: cast(() => {
        throw new Error("crashed");
      }),
      leave: cast((reason: string | { shutdown: unknown }) => {
        exit(reason);
      }),
      end: terminate(async (reason) => {
        send(told, `-${id} ${typeof reason === "string" ? reason : "other"}`);
        if (endTime === 0) return;
        await sleep(endTime);
        send(told, `.${id}`);
      }),
    };
  },
  { trapExit: true },
);

/** The same without trapping exits. */
export const Plain = Worker.with({ trapExit: false });

/** A worker as a child whose id is that of the worker. */
export const worker = (id: string, endTime: number = 0) => Worker.child(id, self(), endTime).with({ id });

/** The pid of a child. */
export async function pidOf(control: SupervisorControl, id: string): Promise<Pid> {
  const children = await control.whichChildren();
  return children.find((child) => child.id === id)?.pid as Pid;
}
