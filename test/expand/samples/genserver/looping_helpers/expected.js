import * as rt from "tincture/abi";
// Loops, and is only called where its caller can wait.
function* largest(list) {
    let found = -Infinity;
    for (const portion of rt.portions(list)) {
        for (let i = portion.start; portion.has(i); i++) {
            const price = portion.at(i);
            if (price > found)
                found = price;
        }
        if (rt.tick(portion.turns))
            yield;
    }
    return found;
}
// Calls one that loops.
const spread = function* (list) {
    return (yield* largest(list)) - Math.min(...list);
};
const report = rt.process(function* (state) {
    let tmp;
    return `${(tmp = rt.wait(yield* spread(state.prices))) === rt.parked ? yield : tmp} of ${yield* largest(state.prices)}`;
}, "report");
// Returns a promise, as it did.
function* later(state, times) {
    let turns;
    do {
        turns = 0;
        while (times-- > 0) {
            state.total++;
            if (++turns === 1000)
                break;
        }
        if (rt.tick(turns))
            yield;
    } while (turns === 1000);
    return report(state);
}
// Handed on, called in a callback, with a `this`: ordinary functions.
const handedOn = (n) => {
    while (n > 10)
        n -= 10;
    return n;
};
const inCallback = (n) => {
    while (n > 10)
        n -= 10;
    return n;
};
const inDefault = (state) => {
    for (;;)
        if (state.total++ > 5)
            return state.total;
};
const ofPlain = (state, list) => {
    for (const n of list)
        state.total += n;
    return state.total;
};
const plain = (state, list, n = inDefault(state)) => list.map((m) => inCallback(m) + n);
const piped = (state, list) => ofPlain(state, list);
export const Stock = rt.genserver("Stock", {
    *init(prices) {
        return { prices, total: 0, first: yield* largest(prices) };
    },
    handlers: {
        largest: rt.call(function* (state) {
            return yield* largest(state.prices);
        }),
        range: rt.call(function* (state) {
            return ({ range: yield* spread(state.prices), first: state.first, report: `${(yield* spread(state.prices))}` });
        }),
        report: rt.call(function* (state) {
            let tmp;
            return ((tmp = rt.waitCall(undefined, report, state)) === rt.parked ? yield : tmp) + ((tmp = rt.wait(yield* later(state, 3))) === rt.parked ? yield : tmp) + ((tmp = rt.wait(yield* spread([1]))) === rt.parked ? yield : tmp).toFixed(2);
        }),
        promise: rt.call(function* (state) {
            return yield* later(state, 2);
        }),
        rest: rt.cast((state, list) => {
            list.map(handedOn);
            plain(state, list);
            piped(state, list);
        })
    }
});
