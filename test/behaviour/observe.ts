// What the tests of behaviour share: looking into the mailbox of the calling process, and waiting for the end of others.
//
// A test is an entry `"13: what is so": async () => { ... }` of the record that its file exports; the number is that of the item in OTP's behaviour. The runner
// (behaviour.test.ts) has time pass whenever every process waits, so `sleep(5000)` costs nothing.
import { after, type Down, type ExitReason, type MonitorRef, monitor, type Pid, receive, skip } from "tincture";

/** Tests by "number: what is so". */
export type Behaviour = { readonly [item: string]: () => Promise<unknown> };

/** Takes all messages out of the mailbox, oldest first. Does not wait. */
export async function drain(): Promise<any[]> {
  const messages: any[] = [];
  for (;;) {
    const next = await receive(
      (message: unknown) => ({ message }),
      after(0, () => undefined),
    );
    if (next === undefined) return messages;
    messages.push(next.message);
  }
}

/** Waits for the DOWN of a monitor and gives its reason. */
export async function reasonOf<R = ExitReason>(ref: MonitorRef): Promise<R> {
  return await receive((message: Down) =>
    message?.tag === "DOWN" && message.ref === ref ? (message.reason as R) : skip,
  );
}

/** Waits until a process that lives has ended, and gives the reason. */
export async function endOf(pid: Pid): Promise<ExitReason> {
  return await reasonOf(monitor(pid));
}

/** What a promise rejects with. */
export async function failureOf(promise: PromiseLike<unknown>): Promise<any> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`it should have failed, and gave ${String(value)}`);
}
