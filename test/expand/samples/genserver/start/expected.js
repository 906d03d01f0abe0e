import { exit, ignore, self, sleep } from "tincture";
import * as rt from "tincture/abi";
export const File = rt.genserver("File", {
    *init(path) {
        let tmp;
        const state = { path, file: undefined, owner: undefined };
        if (state.path === "")
            return ignore();
        if (state.path === "/")
            exit("no file");
        state.file = (tmp = rt.waitCall(undefined, open, state.path)) === rt.parked ? yield : tmp;
        for (let i = 0; i < 3; i++)
            if (rt.waitCall(undefined, sleep, i) === rt.parked)
                yield;
        state.owner = self();
        return state;
    },
    handlers: {
        read: rt.call((state) => state.file.read() + state.owner.id)
    }
});
// A default that keeps another parameter sees the state.
export const Logger = rt.genserver("Logger", {
    init(...args) {
        const state = {
            name: undefined,
            line: undefined,
            rest: undefined,
            n: 0
        };
        [state.name, state.line = () => `${state.name}: `, ...state.rest] = args;
        return state;
    },
    handlers: {
        rename: rt.call((state, to) => {
            state.name = to;
            return (0, state.line)() + state.n + state.rest.length;
        })
    }
});
export const Empty = rt.genserver("Empty", {
    init() {
        return {};
    },
    handlers: {
        ping: rt.call(() => "pong")
    }
});
