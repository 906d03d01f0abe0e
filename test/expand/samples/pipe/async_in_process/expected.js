import { self, send } from "tincture";
import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp, tmp_1;
    const user = (tmp = rt.wait(((tmp = rt.waitCall(undefined, fetchUser, 1)) === rt.parked ? yield : tmp).name)) === rt.parked ? yield : tmp;
    if ((tmp_1 = (tmp = rt.wait(user)) === rt.parked ? yield : tmp, rt.waitCall(mailer, mailer.send, tmp_1)) === rt.parked)
        yield;
    send(self(), user);
    return (tmp = rt.waitCall(undefined, fetchUser, 2)) === rt.parked ? yield : tmp;
});
