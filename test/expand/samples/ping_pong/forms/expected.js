import * as rt from "tincture/abi";
export const pid = rt.spawn(function* () {
    rt.send(rt.self(), { tag: "ping", message: "hey there" });
    if (rt.receive((ping) => ping.tag === "ping" ? console.log(`Pong received: ${ping.message}`) : rt.skip) === rt.parked)
        yield;
});
rt.spawn(function* () {
    let then;
    rt.send(rt.self(), { tag: "ping", message: { n: 1 } });
    if (rt.receive((ping) => {
        if (ping.tag !== "ping")
            return rt.skip;
        const { n } = ping.message;
        if (n > 0)
            console.log(n, n);
    }) === rt.parked)
        yield;
    rt.send(rt.self(), { tag: "ping", message: 2 });
    if (rt.receive((ping) => {
        if (ping.tag !== "ping")
            return rt.skip;
        let n = ping.message;
        n += 1;
        log(n);
    }) === rt.parked)
        yield;
    rt.send(rt.self(), { tag: "ping", message: 3 });
    if (rt.receive(ping => ping.tag === "ping" ? log(ping.message) : rt.skip) === rt.parked)
        yield;
    if ((then = loggers[0](), rt.receive(ping => ping.tag === "ping" ? then(ping.message) : rt.skip)) === rt.parked)
        yield;
    rt.send(rt.self(), { tag: "ping", message: undefined });
    if (rt.receive((ping) => {
        if (ping.tag !== "ping")
            return rt.skip;
        const { message: n = 5 } = ping;
        return log(n);
    }) === rt.parked)
        yield;
    if (rt.receive(function* (ping) {
        if (ping.tag !== "ping")
            return rt.skip;
        const m = ping.message;
        if (rt.waitCall(undefined, fetch, m) === rt.parked)
            yield;
    }) === rt.parked)
        yield;
});
