// An async function that starts or stops others is process code too: what it starts is linked to the process that it runs in.
import { exit, stop } from "tincture";
import * as rt from "tincture/abi";
const boot = rt.process(function* () {
    if (rt.waitCall(First, First.startLink) === rt.parked)
        yield;
    if (rt.waitCall(Second, Second.startLink) === rt.parked)
        yield;
}, "boot");
const First = rt.supervisor("First", { name: "first", strategy: "one_for_one" }, () => []);
const Second = rt.supervisor("Second", { name: "second", strategy: "one_for_one" }, () => []);
const end = rt.process(function* () {
    if (rt.waitCall(undefined, stop, "second") === rt.parked)
        yield;
}, "end");
await rt.run(function* () {
    if (rt.waitCall(undefined, boot) === rt.parked)
        yield;
    if (rt.waitCall(undefined, end) === rt.parked)
        yield;
    exit("boom");
});
