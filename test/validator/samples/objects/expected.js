import * as rt from "tincture/abi";
const PointType = rt.type(() => rt.object({ x: rt.number, y: rt.number }));
class Point {
    x = 0;
    y = 0;
}
export const Objects = rt.genserver("Objects", {
    init() {
        return {};
    },
    handlers: {
        once: rt.call((state, options) => options.name, () => [rt.object({ name: rt.string, retries: rt.optional(rt.number), "content-type": rt.optional(rt.string) })]),
        union: rt.call((state, shape) => shape.kind, () => [rt.union(rt.object({ kind: rt.literal("circle"), radius: rt.number }), rt.object({ kind: rt.literal("square"), side: rt.number }))]),
        merged: rt.call((state, both) => both.a, () => [rt.object({ a: rt.string, b: rt.optional(rt.number) })]),
        records: rt.call((state, byName, rows) => [byName, rows].length, () => [rt.object({}, PointType), rt.object({}, rt.string, true)]),
        mixed: rt.call((state, headers) => headers.host, () => [rt.object({ host: rt.string }, rt.string)]),
        partial: rt.call((state, change, picked) => [change, picked].length, () => [rt.object({ name: rt.optional(rt.string), retries: rt.optional(rt.number), "content-type": rt.optional(rt.string) }), rt.object({ name: rt.string })]),
        empty: rt.call((state, some, any) => [some, any].length, () => [rt.defined, rt.anyObject]),
        nested: rt.call((state, { at: { x } }) => x, () => [rt.object({ at: PointType })])
    }
});
