import * as rt from "tincture/abi";
var Level;
(function (Level) {
    Level[Level["Low"] = 0] = "Low";
    Level["High"] = "high";
})(Level || (Level = {}));
var Rights;
(function (Rights) {
    Rights[Rights["Read"] = 1] = "Read";
    Rights[Rights["Write"] = 2] = "Write";
})(Rights || (Rights = {}));
export const Values = rt.genserver("Values", {
    init() {
        return {};
    },
    handlers: {
        simple: rt.cast((state, text, count, on, big) => {
        }, () => [rt.string, rt.number, rt.boolean, rt.bigint]),
        literals: rt.cast((state, size, yes, maybe) => {
        }, () => [rt.literal(3, -1, "s", "m", 10n), rt.literal(true), rt.union(rt.string, rt.literal(null))]),
        enums: rt.cast((state, level, low, rights) => {
        }, () => [rt.literal(0, "high"), rt.literal(0), rt.number]),
        branded: rt.cast((state, id, path) => {
        }, () => [rt.string, rt.string]),
        objects: rt.cast((state, when, bytes, error, buffer, to) => {
        }, () => [rt.builtIn("Date"), rt.builtIn("Uint8Array"), rt.builtIn("RangeError"), rt.builtIn("Buffer"), rt.builtIn("Pid")]),
        containers: rt.cast((state, seen, scores, all) => {
        }, () => [rt.set(rt.string), rt.map(rt.string, rt.array(rt.number)), rt.union(rt.array(rt.number), rt.set(rt.number))]),
        tuples: rt.cast((state, at, log) => {
        }, () => [rt.tuple([rt.number, rt.number, rt.optional(rt.string)]), rt.tuple([rt.builtIn("Date"), rt.rest(rt.string)])]),
        leftOut: rt.cast((state, a, b, c = 1) => {
        }, () => [rt.string, rt.optional(rt.number)]),
        rest: rt.cast((state, first, ...more) => {
        }, () => [rt.string, rt.rest(rt.union(rt.number, rt.literal(undefined)))]),
        spread: rt.cast((state, ...[key, value]) => {
        }, () => [rt.string, rt.optional(rt.number)])
    }
});
