import * as rt from "tincture/abi";
// What can't come from another node: functions, symbols, what has methods or private parts.
class Account {
    #balance = 0;
    get balance() { return this.#balance; }
}
class Counter {
    count = 0;
    next() { return ++this.count; }
}
export const Local = rt.genserver("Local", {
    init() {
        return {};
    },
    handlers: {
        subscribe: rt.cast((state, listener) => {
        }, () => [rt.never]),
        later: rt.cast((state, then) => {
        }, () => [rt.never]),
        either: rt.cast((state, value) => {
        }, () => [rt.string]),
        hooks: rt.cast((state, hooks) => {
        }, () => [rt.object({ name: rt.string, done: rt.optional(rt.never) })]),
        classes: rt.cast((state, account, counter) => {
        }, () => [rt.never, rt.never]),
        others: rt.cast((state, key, task, weak) => {
        }, () => [rt.never, rt.never, rt.never])
    }
});
