import * as rt from "tincture/abi";
const TreeType = rt.type(() => rt.object({ value: rt.number, children: rt.array(TreeType) }));
const JsonType = rt.type(() => rt.union(rt.string, rt.number, rt.array(JsonType), rt.object({}, JsonType), rt.boolean, rt.literal(null)));
const UserType = rt.type(() => rt.object({ id: rt.string, manager: rt.optional(UserType) }));
export const Forest = rt.genserver("Forest", {
    init() {
        return {};
    },
    handlers: {
        plant: rt.cast((state, tree) => {
        }, () => [TreeType]),
        prune: rt.cast((state, tree, at) => {
        }, () => [TreeType, JsonType]),
        owner: rt.cast((state, user) => {
        }, () => [UserType])
    }
});
export const Garden = rt.genserver("Garden", {
    init() {
        return {};
    },
    handlers: {
        plant: rt.cast((state, tree, by) => {
        }, () => [TreeType, UserType])
    }
});
