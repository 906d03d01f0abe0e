/** No process at all: an object with an async method, awaited. */
import assert from "node:assert/strict";
import type { Rival } from "../workload.js";

class Counter {
  #count = 0;

  async add(n: number): Promise<number> {
    this.#count += n;
    return this.#count;
  }
}

export const rival: Rival = {
  call: async (count) => {
    const counter = new Counter();
    let last = 0;
    for (let i = 0; i < count; i++) last = await counter.add(1);
    assert.equal(last, count);
  },
};
