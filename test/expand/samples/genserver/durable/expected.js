import { self, sendAfter } from "tincture";
import * as rt from "tincture/abi";
const isOver = (state) => state.clock <= 0 || state.moves.length >= state.limit;
const play = (state, move) => {
    if (isOver(state))
        return false;
    state.moves.push(move);
    return true;
};
export const Game = rt.genserver("Game", {
    init(id, minutes = 5) {
        const state = {
            id,
            minutes,
            limit: 200,
            moves: [],
            clock: minutes * 60,
            draws: 0,
            begun: undefined,
            ticking: undefined
        };
        rt.restore(state, "moves", "clock", "draws");
        // Runs at every start, and sees what is kept.
        if (state.moves.length > 0)
            console.log(`${state.id} goes on after ${state.moves.length} moves`);
        state.begun = Date.now();
        rt.restore(state, "begun");
        state.ticking = sendAfter(self(), { tag: "tick" }, 1000);
        return state;
    },
    handlers: {
        move: rt.call((state, move) => play(state, move)),
        draw: rt.cast((state) => {
            state.draws++;
        }),
        last: rt.call((state) => state.moves.at(-1)),
        age: rt.call((state) => Date.now() - state.begun),
        tick: rt.info((state, message) => {
            if (message.tag !== "tick")
                return;
            state.clock--;
            state.ticking = sendAfter(self(), message, 1000);
        }),
        closing: rt.terminate((state) => console.log(state.id, "closed")),
        "from version 1": rt.upgrade((old) => ({ ...old, draws: 0 }))
    },
    variables: {
        id: null,
        minutes: null,
        limit: () => 200,
        moves: () => [],
        clock: null,
        draws: () => 0,
        begun: null,
        ticking: null
    },
    keeps: ["moves", "clock", "draws", "begun", "ticking"],
    changes: {
        move: ["moves"],
        draw: ["draws"],
        last: [],
        age: [],
        tick: ["clock", "ticking"],
        closing: []
    }
}, { name: (id) => id, version: "2", durable: store });
// Nothing before the return needs anything: what is kept takes its place when the block is done.
export const Counter = rt.genserver("Counter", {
    init() {
        return { count: 0 };
    },
    handlers: {
        next: rt.call((state) => ++state.count),
        value: rt.call((state) => state.count)
    },
    keeps: ["count"],
    changes: { next: ["count"], value: [] }
}, { name: "Counter", durable: { store, reply: "eager" } });
// Not durable: nothing is said of it.
export const Plain = rt.genserver("Plain", {
    init() {
        return { count: 0 };
    },
    handlers: {
        next: rt.call((state) => ++state.count)
    }
}, { name: "Plain" });
