import { send } from "tincture";
import * as rt from "tincture/abi";
// The loop of an Erlang server: every turn takes the place of the one before.
const loop = rt.process(function* (total) {
    let tmp;
    return (tmp = rt.receive((message) => {
        switch (message.tag) {
            case "add": return rt.tailCall(undefined, loop, total + message.n);
            case "get":
                send(message.from, total);
                return rt.tailCall(undefined, loop, total);
            case "stop": return;
            default: return rt.skip;
        }
    })) === rt.parked ? yield : tmp;
}, "loop");
export const counter = rt.spawn(function* () {
    return rt.tailCall(undefined, loop, 0);
});
