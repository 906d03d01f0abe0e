import { reply } from "tincture";
import * as rt from "tincture/abi";
/** Waits for jobs. */
export const Queue = rt.genserver("Queue", {
    init(name, pause = 100) {
        return {
            name,
            pause,
            jobs: [],
            waiting: undefined
        };
    },
    handlers: {
        // How many there are.
        size: rt.call((state) => state.jobs.length),
        next: rt.callLater((state, from, fallback) => {
            const job = state.jobs.shift() ?? fallback;
            if (job === undefined)
                state.waiting = from;
            else
                reply(from, job);
        }),
        add: rt.cast((state, job) => {
            state.jobs = [...state.jobs, job];
        }),
        "started": rt.afterInit((state) => {
            state.jobs.push(state.name);
        }),
        down: rt.info((state, message) => {
            switch (message.tag) {
                case "DOWN":
                    state.jobs = [];
                    break;
                default: return rt.skip;
            }
        }),
        quiet: rt.idle(state => state.pause * 2, (state) => {
            state.waiting = undefined;
        }),
        end: rt.terminate((state, reason) => {
            console.log(state.name, reason);
        }),
        next_version: rt.upgrade((old, from) => ({ ...old, jobs: [...old.jobs, from] }))
    },
    variables: {
        name: null,
        pause: null,
        jobs: () => [],
        waiting: () => undefined
    }
});
