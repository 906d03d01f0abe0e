import * as rt from "tincture/abi";
export const Server = rt.genserver("Server", {
    init(name, { limit = 5, ...rest } = {}) {
        const state = {
            name,
            limit,
            rest,
            // Who is here.
            // by name
            users: new Set(),
            max: limit * 2,
            count: 0,
            free: undefined,
            a: undefined,
            b: undefined,
            x: undefined,
            z: undefined,
            others: undefined,
            later: undefined,
            zero: 0
        };
        // From here on something of the block is needed, so the rest is assigned in its turn.
        state.free = state.max - state.count;
        console.log("start", state.name);
        [state.a, state.b = 2] = pair();
        ({ x: state.x, y: { z: state.z } = { z: 1 }, ...state.others } = load(state.name));
        if (state.free < 0)
            state.free = 0;
        return state;
    },
    handlers: {
        all: rt.call((state) => [state.users, state.max, state.count, state.free, state.a, state.b, state.x, state.z, state.others, state.later, state.zero, state.rest, state.limit])
    }
});
