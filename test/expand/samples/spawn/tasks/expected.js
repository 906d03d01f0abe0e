// Tasks run a function in a process of its own: written in place, it is process code. The result is awaited without a promise.
import { self, sleep, Task } from "tincture";
import * as rt from "tincture/abi";
export const pages = (urls) => rt.run(function* () {
    let tmp;
    const first = Task.async(function* () {
        if (rt.waitCall(undefined, sleep, 5) === rt.parked)
            yield;
        return self();
    });
    const plain = Task.async(() => urls.length);
    {
        const iterator = rt.iterator(Task.asyncStream(urls, function* (url) {
            if (rt.waitCall(undefined, sleep, 1) === rt.parked)
                yield;
            return url.length;
        }));
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
                const page = (tmp = rt.wait(step.value)) === rt.parked ? yield : tmp;
                console.log(page);
            }
        }
        finally {
            if (open && rt.wait(iterator.return?.()) === rt.parked)
                yield;
        }
    }
    return [(tmp = rt.waitCall(Task, Task.await, first)) === rt.parked ? yield : tmp, (tmp = rt.waitCall(Task, Task.await, plain, 100)) === rt.parked ? yield : tmp];
});
