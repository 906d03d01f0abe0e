import { self, send, sleep } from "tincture";
import * as rt from "tincture/abi";
/** Counts. */
export const counter = rt.process(function* (n) {
    let tmp;
    const step = (tmp = rt.receive((m) => m)) === rt.parked ? yield : tmp;
    return rt.tailCall(undefined, counter, n + step);
}, "counter");
export const pause = rt.process(function* (ms) {
    if (rt.waitCall(undefined, sleep, Number(ms)) === rt.parked)
        yield;
}, "pause");
const main = rt.process(function* () {
    self();
    if (rt.waitCall(undefined, twice, 1) === rt.parked)
        yield;
    return fetchText("http://localhost") && rt.tailCall(undefined, even, 4);
}, "main");
export default main;
// Process code, because it calls one that is.
const twice = rt.process(function* (ms) {
    if (rt.waitCall(undefined, pause, ms) === rt.parked)
        yield;
    if (rt.waitCall(undefined, pause, ms) === rt.parked)
        yield;
}, "twice");
const even = rt.process(function* (n) {
    return (n === 0 ? true : rt.tailCall(undefined, odd, n - 1));
}, "even");
const odd = rt.process(function* (n) {
    if (rt.waitCall(undefined, sleep, 0) === rt.parked)
        yield;
    return n === 0 ? false : rt.tailCall(undefined, even, n - 1);
}, "odd");
// Ordinary: uses nothing of a process.
async function fetchText(url) {
    const response = await fetch(url);
    return response.text();
}
const to = rt.spawn(function* () {
    return rt.tailCall(undefined, counter, 0);
});
send(to, 1);
