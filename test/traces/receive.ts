// Family `receive`: one process runs a program of receives, while another sends to it.
//
// Flow: the mailbox is filled -> the process runs until it waits in a receive -> what is to come while it waits is sent, one message at a time -> time passes
// if that did not end the receive -> the next receive. What is left in the mailbox is drained at the end.
import { after, receive, self, send, skip, spawn } from "tincture";
import { type Family, type Scenario, STEP } from "./family.js";
import type { Json } from "./term.js";

interface Message {
  readonly tag: string;
  readonly n: number;
}

/** All conditions given hold. */
interface Clause {
  readonly tag?: string;
  readonly n?: number;
  readonly n_greater?: number;
  readonly n_even?: boolean;
  readonly any?: true;
  readonly nothing?: true;
}

interface Receive {
  readonly clauses: readonly Clause[];
  readonly after: number | "infinity";
  readonly send_self?: readonly Message[];
  readonly while_waiting?: readonly Message[];
}

interface ReceiveScenario extends Scenario {
  readonly mailbox: readonly Message[];
  readonly program: readonly Receive[];
}

function fits(clause: Clause, { tag, n }: Message): boolean {
  if (clause.nothing) return false;
  return (
    (clause.tag === undefined || clause.tag === tag) &&
    (clause.n === undefined || clause.n === n) &&
    (clause.n_greater === undefined || n > clause.n_greater) &&
    (clause.n_even === undefined || (n % 2 === 0) === clause.n_even)
  );
}

/** How far the process is and what it got. */
interface Progress {
  /** The receive it is in; undefined when the program is over. */
  at: Receive | undefined;
  readonly received: unknown[];
  readonly left: unknown[];
}

const running = (program: readonly Receive[], progress: Progress) => async () => {
  for (const one of program) {
    for (const message of one.send_self ?? []) send(self(), message);
    progress.at = one;
    const clauses = (message: Message) => {
      const clause = one.clauses.findIndex((conditions) => fits(conditions, message));
      return clause < 0 ? skip : { clause, message };
    };
    const ms = one.after === "infinity" ? Number.POSITIVE_INFINITY : one.after;
    progress.received.push(
      await receive(
        clauses,
        after(ms, () => "timeout"),
      ),
    );
  }
  progress.at = undefined;
  for (;;) {
    const message = await receive(
      (next) => next,
      after(0, () => undefined),
    );
    if (message === undefined) return;
    progress.left.push(message);
  }
};

export const receiveFamily: Family<ReceiveScenario> = {
  async replay({ mailbox, program }, time) {
    const progress: Progress = { at: program[0], received: [], left: [] };
    const pid = spawn(running(program, progress));
    for (const message of mailbox) send(pid, message);
    await time.settle();
    while (progress.at !== undefined) {
      const here = progress.at;
      for (const message of here.while_waiting ?? []) {
        spawn(() => void send(pid, message));
        await time.settle();
      }
      while (progress.at === here && (await time.next(STEP)));
      if (progress.at === here) throw new Error(`the process still waits in ${JSON.stringify(here)}`);
    }
    return { received: progress.received, left: progress.left } as Json;
  },
};
