import { sleep } from "tincture";
import * as rt from "tincture/abi";
export class Timer {
    ticks = 0;
    start() {
        return rt.spawn(function* () {
            if (rt.waitCall(undefined, sleep, 5) === rt.parked)
                yield;
            this.ticks++;
        }.bind(this));
    }
    plain() {
        return rt.spawn(() => {
            this.ticks++;
        });
    }
    wait(..._names) {
        const args_1 = arguments;
        const args = 1;
        return rt.run(function* () {
            if (rt.waitCall(undefined, sleep, args) === rt.parked)
                yield;
            return args_1.length + this.ticks;
        }.bind(this));
    }
}
