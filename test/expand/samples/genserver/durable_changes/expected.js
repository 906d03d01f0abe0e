// What each handler may change, by every way there is.
import { reply } from "tincture";
import * as rt from "tincture/abi";
import { draw } from "./picture.js";
const named = (state, name) => [...state.users.values()].find(user => user.name === name);
const rename = (user, name) => {
    if (user !== undefined)
        user.name = name;
};
function note(state, text) {
    state.log.push(text);
    if (state.log.length > state.limit)
        state.log.shift();
}
export const Room = rt.genserver("Room", {
    init(topic, limit) {
        const state = {
            topic,
            limit,
            users: new Map(),
            log: [],
            best: undefined,
            worst: undefined,
            chosen: undefined,
            picture: undefined,
            visits: 0,
            socket: undefined
        };
        rt.restore(state, "topic", "users", "log");
        ({ best: state.best, worst: state.worst } = { best: 0, worst: 0 });
        rt.restore(state, "best", "worst", "chosen");
        state.picture = [];
        rt.restore(state, "picture", "visits");
        state.socket = { write: (text) => console.log(text) };
        return state;
    },
    handlers: {
        // Assigned.
        visit: rt.cast((state) => {
            state.visits++;
        }),
        score: rt.cast((state, n) => {
            if (n > state.best)
                state.best = n;
            [state.worst] = [n];
        }),
        retitle: rt.cast((state, text) => {
            state.topic = text;
        }),
        // By methods of what is held, and through a part of it.
        join: rt.cast((state, id, user) => {
            state.users.set(id, user);
            note(state, `${id} joined`);
        }),
        tag: rt.cast((state, id, tag) => {
            state.users.get(id)?.tags.push(tag);
        }),
        untag: rt.cast((state, id) => {
            const user = state.users.get(id);
            if (user)
                delete user.tags[0];
        }),
        rename: rt.cast((state, from, to) => rename(named(state, from), to)),
        renameAll: rt.cast(function* (state) {
            for (const portion of rt.portions(state.users)) {
                for (let i = portion.start; portion.has(i); i++) {
                    const [, user] = portion.at(i);
                    user.name = user.name.trim();
                }
                if (rt.tick(portion.turns))
                    yield;
            }
        }),
        each: rt.cast((state) => state.users.forEach(user => {
            user.name = "";
        })),
        // Only read: nothing.
        size: rt.call((state) => state.users.size),
        names: rt.call((state) => [...state.users.values()].map(user => user.name).sort()),
        find: rt.call((state, name) => named(state, name)),
        lines: rt.callLater((state, from) => reply(from, state.log)),
        title: rt.call((state) => `${state.topic} of ${state.limit}: ${state.visits}`),
        send: rt.cast((state, text) => state.socket.write(text)),
        // `chosen` holds a part of `users`: each change of one counts for both.
        choose: rt.cast((state, id) => {
            state.chosen = state.users.get(id);
        }),
        chosen: rt.cast((state) => {
            if (state.chosen)
                state.chosen.name += "!";
        }),
        // Code of another file sees it, and may change it: now, or later in any other handler.
        draw: rt.cast((state) => draw(state.picture))
    },
    keeps: ["topic", "users", "log", "best", "worst", "chosen", "picture", "visits"],
    changes: {
        visit: ["picture", "visits"],
        score: ["best", "worst", "picture"],
        retitle: ["topic", "picture"],
        join: ["users", "log", "chosen", "picture"],
        tag: ["users", "chosen", "picture"],
        untag: ["users", "chosen", "picture"],
        rename: ["users", "chosen", "picture"],
        renameAll: ["users", "chosen", "picture"],
        each: ["users", "chosen", "picture"],
        size: ["picture"],
        names: ["picture"],
        find: ["picture"],
        lines: ["picture"],
        title: ["picture"],
        send: ["picture"],
        choose: ["users", "chosen", "picture"],
        chosen: ["users", "chosen", "picture"],
        draw: ["picture"]
    }
}, { name: "Room", durable: { store, except: ["socket"] } });
