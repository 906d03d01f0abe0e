import { sleep } from "tincture";
import * as rt from "tincture/abi";
/** Says who is here. */
const names = (state) => [...state.users.keys()];
function add(state, user, n = names(state).length) {
    state.users.set(user, double(n));
    return remember(state, user);
}
// Needs nothing of the state: stays as it is.
const double = (n) => n * 2;
const remember = rt.process(function* (state, user) {
    if (rt.waitCall(undefined, sleep, 1) === rt.parked)
        yield;
    if (state.users.size > 10)
        return rt.tailCall(undefined, remember, state, user);
    return state.users.size;
}, "remember");
function overloaded(state, n) {
    return Number(n) + state.users.size;
}
function later(state) {
    return add(state, state.room);
}
export const Room = rt.genserver("Room", {
    init(room) {
        return { room, users: new Map() };
    },
    handlers: {
        join: rt.call(function* (state, user) {
            let tmp;
            if (rt.waitCall(undefined, add, state, user) === rt.parked)
                yield;
            const n = (tmp = rt.waitCall(undefined, remember, state, user)) === rt.parked ? yield : tmp;
            return n + ((tmp = rt.waitCall(undefined, remember, state, state.room)) === rt.parked ? yield : tmp);
        }),
        all: rt.cast((state, list) => {
            list.forEach((...args) => names(state, ...args));
            list.map((...args) => add(state, ...args));
            [1, 2].map(double);
            later(state);
            overloaded(state, 1);
        })
    }
});
