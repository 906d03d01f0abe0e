import * as rt from "tincture/abi";
export const Server = rt.genserver("Server", {
    init(callback, list = []) {
        return {
            callback,
            list,
            count: 0,
            last: undefined,
            tag: (parts) => parts.length
        };
    },
    handlers: {
        write: rt.cast(function* (state, n) {
            state.count = n;
            state.count += n;
            state.count++;
            --state.count;
            state.count ??= 1;
            [state.count, state.last = 1] = state.list;
            ({ count: state.count, last: state.last = 2 } = { count: n, last: n });
            for (const portion of rt.portions(state.list)) {
                for (let i = portion.start; portion.has(i); i++) {
                    state.count = portion.at(i);
                    state.list.push(state.count);
                }
                if (rt.tick(portion.turns))
                    yield;
            }
        }),
        read: rt.call((state) => ({ count: state.count, last: state.last, [`n${state.count}`]: typeof state.last, tagged: (0, state.tag) `x` })),
        calls: rt.cast((state, n) => {
            (0, state.callback)(n);
            (0, state.callback)?.(n);
            (0, state.callback)(n);
            (0, state.callback)(n);
            state.list.push(n);
        }),
        closures: rt.call((state) => state.list.map((n) => n + state.count).filter(function (n) {
            return n > (state.last ?? 0);
        })),
        shadows: rt.call((state, count, { last = count } = {}) => {
            const list = [count];
            {
                const callback = last;
                list.push(callback);
            }
            return list;
        }),
        inner: rt.call((state) => {
            class Box {
                value = state.count;
                get more() {
                    return state.count + this.value;
                }
            }
            return new Box().more;
        })
    }
});
