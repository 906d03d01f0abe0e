import * as rt from "tincture/abi";
import { self, skip } from "tincture";
export const pid = rt.spawn(function* () {
    rt.sendFresh(self(), { tag: "ping", message: "hey there" });
    if (rt.receive(ping => {
        if (ping.tag !== "ping")
            return skip;
        const message = ping.message;
        return console.log(`Pong received: ${message}`);
    }) === rt.parked)
        yield;
});
rt.spawn(function* () {
    rt.sendFresh(self(), { tag: "ping", message: { n: 1 } });
    if (rt.receive(ping => {
        if (ping.tag !== "ping")
            return skip;
        const { n } = ping.message;
        if (n > 0)
            console.log(n, n);
        return undefined;
    }) === rt.parked)
        yield;
    rt.sendFresh(self(), { tag: "ping", message: 2 });
    if (rt.receive(ping => {
        if (ping.tag !== "ping")
            return skip;
        let n = ping.message;
        n += 1;
        log(n);
        return undefined;
    }) === rt.parked)
        yield;
    rt.sendFresh(self(), { tag: "ping", message: 3 });
    if (rt.receive(ping => {
        if (ping.tag !== "ping")
            return skip;
        return log(ping.message);
    }) === rt.parked)
        yield;
    {
        const taken = loggers[0]();
        if (rt.receive(ping => (ping.tag === "ping" ? taken(ping.message) : skip)) === rt.parked)
            yield;
    }
    rt.sendFresh(self(), { tag: "ping", message: undefined });
    if (rt.receive(ping => {
        if (ping.tag !== "ping")
            return skip;
        return ((n = 5) => log(n))(ping.message);
    }) === rt.parked)
        yield;
    if (rt.receive(function* (ping) {
        if (ping.tag !== "ping")
            return skip;
        const m = ping.message;
        if (rt.waitCall(undefined, fetch, m) === rt.parked)
            yield;
        return undefined;
    }) === rt.parked)
        yield;
});
