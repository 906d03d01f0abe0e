// The licence of this file.
import { pipe, self, skip } from "tincture";
import * as rt from "tincture/abi";
import { readFile } from "node:fs/promises";
export const me = rt.run(function* () {
    if (rt.receive((m) => (m > 1 ? m : skip)) === rt.parked)
        yield;
    return self();
});
export const text = readFile("a.txt", "utf8");
export { pipe };
