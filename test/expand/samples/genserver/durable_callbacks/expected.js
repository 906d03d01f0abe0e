// Functions that are handed to a method of what is held: those seen here change parts of it, those of other files may do so at any time.
import * as rt from "tincture/abi";
import { memory } from "tincture/store";
import { byName, move } from "./other.js";
const reset = (item) => {
    item.x = 0;
};
function first(item) {
    return item;
}
export const List = rt.genserver("List", {
    init() {
        return {
            items: [],
            dots: [],
            names: [],
            rows: []
        };
    },
    handlers: {
        resetAll: rt.cast((state) => state.items.forEach(reset)),
        firsts: rt.cast(function* (state) {
            for (const portion of rt.portions(state.items.map(first))) {
                for (let i = portion.start; portion.has(i); i++) {
                    const item = portion.at(i);
                    item.x++;
                }
                if (rt.tick(portion.turns))
                    yield;
            }
        }),
        from: rt.cast((state) => {
            Array.from(state.dots, dot => {
                dot.x++;
                return dot;
            });
        }),
        word: rt.cast((state) => {
            state.dots["push"]({ name: "", x: 0 });
        }),
        // Only read.
        shown: rt.call((state) => state.items.map(String).filter(Boolean).join()),
        has: rt.call((state, item) => state.items.includes(item)),
        // Code of another file sees parts of `names` and `rows`.
        sorted: rt.call((state) => state.names.toSorted(byName)),
        moveAll: rt.cast((state) => state.rows.forEach(move))
    },
    keeps: ["items", "dots", "names", "rows"],
    changes: {
        resetAll: ["items", "dots", "names", "rows"],
        firsts: ["items", "dots", "names", "rows"],
        from: ["dots", "names", "rows"],
        word: ["dots", "names", "rows"],
        shown: ["dots", "names", "rows"],
        has: ["dots", "names", "rows"],
        sorted: ["dots", "names", "rows"],
        moveAll: ["dots", "names", "rows"]
    }
}, { name: "List", durable: memory() });
