// The functions of tests are process code, and so are the functions that they share.
import { test } from "node:test";
import { self, send } from "tincture";
import * as rt from "tincture/abi";
import * as kit from "tincture/testing";
import { assertReceive, inProcess, startSupervised } from "tincture/testing";
import { Room } from "./room.js";
const open = rt.process(function* (name) {
    let tmp;
    if (rt.waitCall(undefined, startSupervised, Room.child(name)) === rt.parked)
        yield;
    return (tmp = rt.waitCall(Room, Room.of, name)) === rt.parked ? yield : tmp;
}, "open");
const scenario = rt.process(function* () {
    if (rt.waitCall(undefined, assertReceive, "hello") === rt.parked)
        yield;
}, "scenario");
test("a member hears the others", inProcess(function* () {
    let tmp;
    const room = (tmp = rt.waitCall(undefined, open, "lobby")) === rt.parked ? yield : tmp;
    if (rt.waitCall(room, room.join, self()) === rt.parked)
        yield;
    if (rt.waitCall(undefined, assertReceive, { tag: "joined" }, 50) === rt.parked)
        yield;
}));
test("with options", kit.inProcess(function* (t) {
    if (rt.waitCall(kit, kit.advance, 1000) === rt.parked)
        yield;
}, { virtualTime: true }));
test("nothing to wait for", inProcess(() => void send(self(), "hello")));
test("written elsewhere", inProcess(scenario));
// No process code: an ordinary test.
test("ordinary", async () => {
    await rt.run(scenario);
});
