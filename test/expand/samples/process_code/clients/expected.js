import * as rt from "tincture/abi";
// Process code: its client is said to be one.
const joinTwice = rt.process(function* (room, user) {
    let tmp;
    if (rt.waitCall(room, room.join, user) === rt.parked)
        yield;
    return (tmp = rt.waitCall(room, room.join, user)) === rt.parked ? yield : tmp;
}, "joinTwice");
const Lobby = rt.genserver("Lobby", {
    init() {
        return { n: 0 };
    },
    handlers: {
        join: rt.call((state, _user) => ++state.n)
    }
}, { name: "lobby" });
const joinPerhaps = rt.process(function* (room) {
    if (room !== undefined)
        if (rt.waitCall(room, room.join, "ann") === rt.parked)
            yield;
}, "joinPerhaps");
// Ordinary: no name here says what they are given.
async function joinAlias(room) {
    await room.join("ben");
}
async function close(door) {
    await door.close();
}
await rt.run(function* () {
    let tmp;
    if (rt.waitCall(Lobby, Lobby.start) === rt.parked)
        yield;
    console.log((tmp = rt.waitCall(undefined, joinTwice, Lobby, "ann")) === rt.parked ? yield : tmp, (tmp = rt.waitCall(undefined, joinPerhaps, Lobby)) === rt.parked ? yield : tmp, (tmp = rt.waitCall(undefined, joinAlias, Lobby)) === rt.parked ? yield : tmp, (tmp = rt.waitCall(undefined, close, { async close() {
        } })) === rt.parked ? yield : tmp);
});
