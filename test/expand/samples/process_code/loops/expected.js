import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp;
    for (const portion of rt.portions(list)) {
        for (let i_1 = portion.start; portion.has(i_1); i_1++) {
            const n = portion.at(i_1);
            console.log(n);
        }
        if (rt.tick(portion.turns))
            yield;
    }
    for (let i = (tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp; i < ((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp); i += (tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp) {
        if (rt.tick())
            yield;
        if (rt.waitCall(undefined, f, i) === rt.parked)
            yield;
    }
    for (const key in (tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp) {
        if (rt.tick())
            yield;
        console.log(key);
    }
    while ((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp) {
        if (rt.tick())
            yield;
    }
    do {
        if (rt.tick())
            yield;
        if (list.length > 5)
            continue;
        if (rt.waitCall(undefined, f) === rt.parked)
            yield;
    } while (list.length > 0);
    outer: for (const n of list) {
        if (rt.tick())
            yield;
        for (const m of list) {
            if (rt.tick())
                yield;
            if (m > n)
                continue outer;
            if ((tmp = rt.waitCall(undefined, f, m)) === rt.parked ? yield : tmp)
                break outer;
        }
    }
    // A callback is no process code: its loops are its own affair.
    list.forEach((n) => {
        while (n > list.length)
            list.push(n);
    });
});
