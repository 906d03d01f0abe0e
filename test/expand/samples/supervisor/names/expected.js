import * as otp from "tincture";
import { supervisor as supervise, dynamicSupervisor } from "tincture";
import * as rt from "tincture/abi";
// Other ways to a name, and none.
export const Top = rt.supervisor("Top", { strategy: "one_for_one" }, () => []);
export const trees = { Inner: rt.supervisor("Inner", { strategy: "one_for_one" }, () => []) };
export class Holder {
    static Tree = rt.supervisor("Tree", { strategy: "one_for_one" }, () => []);
}
export default rt.supervisor(undefined, { strategy: "one_for_one" }, () => []);
// Without a name of its own it is an ordinary function.
export const make = supervise;
export const makers = [dynamicSupervisor, otp.supervisor];
// The user's own is not ours.
export function own(supervisor) {
    return supervisor({ stategy: 1 });
}
