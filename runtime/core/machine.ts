/** What the machine is like. The one place that asks, so that tests and options know where defaults come from. */
import { availableParallelism } from "node:os";

/** How much it can do at once: number of processors that this program may use. OTP: the number of schedulers. */
export function parallelism(): number {
  return availableParallelism();
}
