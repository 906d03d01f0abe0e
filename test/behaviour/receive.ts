// Selective receive: items 37-44.
import assert from "node:assert/strict";
import { after, receive, run, self, send, sendAfter, skip, sleep, spawn, type TimerRef } from "tincture";
import { type Behaviour, drain } from "./observe.js";

interface Parcel {
  readonly tag: "low" | "high" | "other";
  readonly n: number;
}

const post = (...parcels: [Parcel["tag"], number][]): void => {
  for (const [tag, n] of parcels) send(self(), { tag, n });
};

export const receiving: Behaviour = {
  "37: the oldest message that fits any clause is taken": () =>
    run(async () => {
      post(["other", 1], ["low", 2], ["high", 3]);
      const first = await receive((message: Parcel) => {
        switch (message.tag) {
          case "high":
            return `high ${message.n}`;
          case "low":
            return `low ${message.n}`;
        }
      });
      assert.equal(first, "low 2");
    }),

  "38: messages that fit no clause stay, in their order": () =>
    run(async () => {
      post(["other", 1], ["low", 2], ["high", 3], ["other", 4], ["low", 5]);
      const high = await receive((message: Parcel) => (message.tag === "high" ? message.n : skip));
      assert.equal(high, 3);
      const left = (await drain()).map(({ n }) => n);
      assert.deepEqual(left, [1, 2, 4, 5]);
    }),

  "39: after(0) searches the whole mailbox first, and does not wait": () =>
    run(async () => {
      post(...Array.from({ length: 100 }, (_, n): [Parcel["tag"], number] => ["other", n]), ["high", 7]);
      const find = async () =>
        await receive(
          (message: Parcel) => (message.tag === "high" ? message.n : skip),
          after(0, () => "none"),
        );
      assert.equal(await find(), 7);
      const timer = sendAfter(self(), "time", 1000);
      assert.equal(await find(), "none");
      assert.equal(timer.left(), 1000);
      assert.equal((await drain()).length, 100);
    }),

  "40: the time of after runs from the start of the receive": () =>
    run(async () => {
      const me = self();
      spawn(async () => {
        for (let n = 0; n < 5; n++) {
          await sleep(30);
          send(me, { tag: "other", n });
        }
      });
      const clock = sendAfter(self(), "clock", 1000);
      const outcome = await receive(
        (message: Parcel) => (message.tag === "high" ? message.n : skip),
        after(100, () => "time is up"),
      );
      assert.equal(outcome, "time is up");
      assert.equal(clock.left(), 900);
      assert.equal((await drain()).length, 3);
    }),

  "41: after(Infinity) never times out": () =>
    run(async () => {
      const me = self();
      sendAfter(me, "at last", 1_000_000);
      const outcome = await receive(
        (message: string) => message,
        after(Number.POSITIVE_INFINITY, () => "time is up"),
      );
      assert.equal(outcome, "at last");
    }),

  "42: guards are part of the match": () =>
    run(async () => {
      post(["high", 5], ["high", 50], ["low", 1]);
      const big = await receive((message: Parcel) => {
        switch (message.tag) {
          case "high":
            return message.n > 10 ? message.n : skip;
        }
      });
      assert.equal(big, 50);
      assert.deepEqual(await drain(), [
        { tag: "high", n: 5 },
        { tag: "low", n: 1 },
      ]);
    }),

  "43: a message to oneself is in the mailbox at once": () =>
    run(async () => {
      send(self(), "me");
      const outcome = await receive(
        (message: string) => message,
        after(0, () => "nothing"),
      );
      assert.equal(outcome, "me");
    }),

  "44: a reference picks its reply out of a full mailbox": () =>
    run(async () => {
      const refs: TimerRef[] = Array.from({ length: 50 }, () => sendAfter(self(), "never", 1_000_000));
      for (const [n, ref] of refs.entries()) send(self(), { ref, n });
      const wanted = refs[33];
      const n = await receive((message: { ref: TimerRef; n: number }) => (message.ref === wanted ? message.n : skip));
      assert.equal(n, 33);
      const left = await drain();
      assert.deepEqual(
        left.map(({ n }) => n),
        [...Array(50).keys()].filter((n) => n !== 33),
      );
    }),
};
