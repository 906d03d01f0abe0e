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
// What doesn't wait runs in portions of a thousand turns.
rt.run(function* () {
    let turns;
    let sum = 0;
    {
        let i = 0, n = list.length;
        do {
            turns = 0;
            while (i < n) {
                sum += i;
                i++;
                if (++turns === 1000)
                    break;
            }
            if (rt.tick(turns))
                yield;
        } while (turns === 1000);
    }
    {
        sum = 0;
        do {
            turns = 0;
            while (sum < 5 || list.length > sum) {
                if (sum === 3)
                    break;
                sum++;
                if (++turns === 1000)
                    break;
            }
            if (rt.tick(turns))
                yield;
        } while (turns === 1000);
    }
    do {
        for (turns = 0; turns < 1000 && sum-- > 0; turns++) {
            // Here too.
            if (sum % 2)
                continue;
            console.log(sum);
        }
        if (rt.tick(turns))
            yield;
    } while (turns === 1000);
    do {
        turns = 0;
        while (true) {
            if (sum++ > 10)
                break;
            if (++turns === 1000)
                break;
        }
        if (rt.tick(turns))
            yield;
    } while (turns === 1000);
    rows: for (const { length } of new Set(["a", "b"])) {
        if (rt.tick())
            yield;
        for (const portion of rt.portions(list)) {
            for (let i_1 = portion.start; portion.has(i_1); i_1++) {
                const n = portion.at(i_1);
                if (n === length)
                    continue rows;
                if (n > sum)
                    break rows;
            }
            if (rt.tick(portion.turns))
                yield;
        }
    }
    for (const portion of rt.portions(list)) {
        find: for (let i_2 = portion.start; portion.has(i_2); i_2++) {
            const n = portion.at(i_2);
            switch (n) {
                case 1: continue;
                case 2: break find;
            }
        }
        if (rt.tick(portion.turns))
            yield;
    }
    for (const portion of rt.portions(list)) {
        for (let i_3 = portion.start; portion.has(i_3); i_3++) {
            const n = portion.at(i_3);
            {
                const n = 1;
                console.log(n);
            }
        }
        if (rt.tick(portion.turns))
            yield;
    }
    for (const portion of rt.portions(list)) {
        for (let i_4 = portion.start; portion.has(i_4); i_4++) {
            sum = portion.at(i_4);
        }
        if (rt.tick(portion.turns))
            yield;
    }
    // These keep a turn of their own: functions keep the variable, `var` outlives the loop, `do` and `in` are seldom hot.
    for (let i = 0; i < sum; i++) {
        if (rt.tick())
            yield;
        queueMicrotask(() => console.log(i));
    }
    for (var last of list) {
        if (rt.tick())
            yield;
        console.log(last);
    }
    do {
        if (rt.tick())
            yield;
        sum--;
    } while (sum > 0);
    // What the step means is not what the body declares.
    {
        let i = 0, step = 2;
        do {
            turns = 0;
            while (i < sum) {
                {
                    const step = sum;
                    console.log(step);
                }
                i += step;
                if (++turns === 1000)
                    break;
            }
            if (rt.tick(turns))
                yield;
        } while (turns === 1000);
    }
    // They end soon.
    for (const n of [1, 2, 3])
        sum += n;
    for (let x = 7; x >= 0; x--)
        for (let y = 0; y < 8; y += 2)
            sum += x * y;
    // These may not.
    {
        let x = 0;
        do {
            turns = 0;
            while (x < 8) {
                if (sum > 0)
                    x--;
                x++;
                if (++turns === 1000)
                    break;
            }
            if (rt.tick(turns))
                yield;
        } while (turns === 1000);
    }
    {
        let x = 0;
        do {
            turns = 0;
            while (x < 8) {
                sum++;
                x--;
                if (++turns === 1000)
                    break;
            }
            if (rt.tick(turns))
                yield;
        } while (turns === 1000);
    }
    {
        let x = 0;
        do {
            turns = 0;
            while (x < 11) {
                for (let y = 0; y < 10; y++)
                    sum++;
                x++;
                if (++turns === 1000)
                    break;
            }
            if (rt.tick(turns))
                yield;
        } while (turns === 1000);
    }
});
