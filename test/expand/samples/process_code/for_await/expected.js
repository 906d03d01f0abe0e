import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp;
    {
        const iterator = rt.iterator(rows());
        let open = false;
        try {
            for (;;) {
                if (rt.tick())
                    yield;
                open = false;
                const step = (tmp = rt.waitCall(iterator, iterator.next)) === rt.parked ? yield : tmp;
                if (step.done)
                    break;
                open = true;
                const row = (tmp = rt.wait(step.value)) === rt.parked ? yield : tmp;
                console.log(row.id);
            }
        }
        finally {
            if (open && rt.wait(iterator.return?.()) === rt.parked)
                yield;
        }
    }
    {
        const iterator = rt.iterator(rows());
        let open = false;
        try {
            next: for (;;) {
                if (rt.tick())
                    yield;
                open = false;
                const step = (tmp = rt.waitCall(iterator, iterator.next)) === rt.parked ? yield : tmp;
                if (step.done)
                    break;
                open = true;
                const { id, tags = [] } = (tmp = rt.wait(step.value)) === rt.parked ? yield : tmp;
                for (const portion of rt.portions(tags)) {
                    for (let i = portion.start; portion.has(i); i++) {
                        const tag = portion.at(i);
                        if (tag === "")
                            continue next;
                    }
                    if (rt.tick(portion.turns))
                        yield;
                }
                if (id > 5)
                    break;
            }
        }
        finally {
            if (open && rt.wait(iterator.return?.()) === rt.parked)
                yield;
        }
    }
    {
        const iterator = rt.iterator(rows());
        let open = false;
        try {
            for (;;) {
                if (rt.tick())
                    yield;
                open = false;
                const step = (tmp = rt.waitCall(iterator, iterator.next)) === rt.parked ? yield : tmp;
                if (step.done)
                    break;
                open = true;
                last = (tmp = rt.wait(step.value)) === rt.parked ? yield : tmp;
                const id = last.id;
                console.log(id);
            }
        }
        finally {
            if (open && rt.wait(iterator.return?.()) === rt.parked)
                yield;
        }
    }
    {
        const iterator = rt.iterator(rows());
        let open = false;
        try {
            for (;;) {
                if (rt.tick())
                    yield;
                open = false;
                const step = (tmp = rt.waitCall(iterator, iterator.next)) === rt.parked ? yield : tmp;
                if (step.done)
                    break;
                open = true;
                const row = (tmp = rt.wait(step.value)) === rt.parked ? yield : tmp;
                const { id } = row;
                const rows = [id];
                console.log(rows);
            }
        }
        finally {
            if (open && rt.wait(iterator.return?.()) === rt.parked)
                yield;
        }
    }
});
// Ordinary async code keeps it.
for await (const row of rows())
    console.log(row);
