import { sleep } from "tincture";
import * as rt from "tincture/abi";
export function value(text) {
    return (
    // becomes a number
    parse(
    // the text
    text)
        + 1);
}
export const choice = (text) => {
    return (
    // only if it is ok
    ok ? parse(text) : undefined);
};
export const arrow = (text) => parse(text);
rt.run(function* () {
    let tmp;
    // a little
    return (tmp = rt.waitCall(undefined, sleep, 5)) === rt.parked ? yield : tmp;
});
