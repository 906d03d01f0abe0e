import * as rt from "tincture/abi";
// A server is one for all that call it, so a type parameter is what it may be at the widest.
export const Store = rt.genserver("Store", {
    init(keys) {
        return { keys };
    },
    handlers: {
        put: rt.call((state, key, value) => [state.keys, key, value].length, () => [rt.string]),
        page: rt.call((state, page) => page.items.length, () => [rt.object({ items: rt.array(rt.object({ id: rt.string })), next: rt.optional(rt.number) })]),
        two: rt.call((state, names, counts) => [names, counts].length, () => [rt.object({ items: rt.array(rt.string), next: rt.optional(rt.number) }), rt.object({ items: rt.array(rt.number), next: rt.optional(rt.number) })])
    },
    accepts: () => [rt.array(rt.string)]
});
export const Deep = rt.genserver("Deep", {
    init() {
        return {};
    },
    handlers: {
        put: rt.call((state, value) => value.value, () => [rt.object({ value: rt.string, more: rt.optional(rt.object({ value: rt.array(rt.string), more: rt.optional(rt.object({ value: rt.array(rt.array(rt.string)) })) })) })])
    }
});
