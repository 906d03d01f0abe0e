import * as rt from "tincture/abi";
const OptionsType = rt.type(() => rt.object({ limit: rt.optional(rt.number), owner: rt.builtIn("Pid") }));
export const Room = rt.genserver("Room", {
    init(name, { limit = 5, owner }) {
        return {
            name,
            limit,
            owner,
            users: []
        };
    },
    handlers: {
        join: rt.call((state, user) => state.users.length < state.limit && state.users.push(user), () => [rt.string]),
        about: rt.call((state) => [state.name, state.owner]),
        change: rt.call((state, options) => {
            state.limit = options.limit ?? state.limit;
        }, () => [OptionsType])
    },
    accepts: () => [rt.string, OptionsType]
}, { name: (name) => name });
export const Anything = rt.genserver("Anything", {
    init(value) {
        return { value };
    },
    handlers: {
        get: rt.call((state) => state.value)
    }
});
const schema = { "~standard": { version: 1, vendor: "by hand", validate: (value) => ({ value }), types: undefined } };
export const BySchema = rt.genserver("BySchema", {
    init(name) {
        return { name };
    },
    handlers: {
        get: rt.call((state) => state.name)
    }
}, { args: [schema] });
