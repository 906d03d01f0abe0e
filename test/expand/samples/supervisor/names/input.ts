import * as otp from "tincture";
import { supervisor as supervise, dynamicSupervisor } from "tincture";

// Other ways to a name, and none.
export const Top = otp.supervisor({ strategy: "one_for_one" }, () => []);
export const trees = { Inner: supervise({ strategy: "one_for_one" }, () => []) };
export class Holder {
  static Tree = supervise({ strategy: "one_for_one" }, () => []);
}
export default supervise({ strategy: "one_for_one" }, () => []);

// Without a name of its own it is an ordinary function.
export const make = supervise;
export const makers = [dynamicSupervisor, otp.supervisor];

// The user's own is not ours.
export function own(supervisor: (options: object) => number) {
  return supervisor({ stategy: 1 });
}
