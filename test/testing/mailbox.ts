// What a test says about its mailbox, and what it is told when that is wrong.
import assert from "node:assert/strict";
import { self, send, sendAfter } from "tincture";
import { assertReceive, assertReceived, inProcess, refuteReceive, refuteReceived } from "tincture/testing";
import { failureOf, type Tests } from "./observe.js";

interface Joined {
  readonly tag: "joined";
  readonly user: string;
}
const isJoined = (message: any): message is Joined => message?.tag === "joined";

export const tests: Tests = {
  "the oldest message that fits is taken, all others stay": inProcess(async () => {
    for (const n of [1, 2, 3]) send(self(), { tag: n === 1 ? "other" : "n", n });
    assert.deepEqual(await assertReceive({ tag: "n" }), { tag: "n", n: 2 });
    assert.deepEqual(await assertReceive({ tag: "n" }), { tag: "n", n: 3 });
    assertReceived({ n: 1 });
    refuteReceived(() => true);
  }),

  "a message that comes in time is waited for": inProcess(async () => {
    sendAfter(self(), { tag: "joined", user: "ann" }, 5);
    refuteReceived(isJoined);
    const { user } = await assertReceive(isJoined);
    assert.equal(user, "ann");
  }),

  "patterns: values, parts, nested predicates, arrays, matchers": inProcess(async () => {
    const me = self();
    send(me, { tag: "moved", from: me, path: [1, { x: 2, y: 3 }], at: new Date(0), more: new Map([[1, 2]]) });
    const fitting = { tag: "moved", from: me, path: [(n: number) => n > 0, { y: 3 }], at: new Date(0) };
    for (const wrong of [
      { path: [1] },
      { from: null },
      { at: new Date(1) },
      { more: new Map() },
      { missing: undefined },
    ])
      refuteReceived(wrong);
    refuteReceived({ tag: { asymmetricMatch: (value: unknown) => typeof value === "number" } });
    await assertReceive(fitting, 0);
  }),

  "a failure shows the mailbox, and what of each message does not fit": async () => {
    const error = await failureOf(
      inProcess(async () => {
        send(self(), { tag: "joined", user: "bob" });
        send(self(), "tick");
        await assertReceive({ tag: "joined", user: "ann" }, 2);
      }),
    );
    assert.equal(
      error.message,
      [
        "no message that fits { tag: 'joined', user: 'ann' } came within 2 ms.",
        "The mailbox has 2 messages:",
        "  1. { tag: 'joined', user: 'bob' }   (user is 'bob')",
        "  2. 'tick'",
      ].join("\n"),
    );
    assert.match(error.stack ?? "", /mailbox\.(js|ts):\d+/);
  },

  "a failure shows a predicate by its code, and says when the mailbox is empty": async () => {
    const error = await failureOf(inProcess(() => void assertReceived((n: number) => n > 1)));
    assert.equal(error.message, "no message that fits (n) => n > 1 came so far.\nThe mailbox is empty.");
  },

  "a message that must not come": async () => {
    const late = await failureOf(
      inProcess(async () => {
        sendAfter(self(), "boom", 3);
        await refuteReceive("boom");
      }),
    );
    assert.equal(late.message, "a message came that fits 'boom': 'boom'");
    const there = await failureOf(
      inProcess(() => {
        send(self(), { n: 1 });
        refuteReceived({ n: 1 });
      }),
    );
    assert.equal(there.code, "unwanted_message");
    await inProcess(async () => {
      send(self(), "tick");
      await refuteReceive("boom", 2);
      assertReceived("tick");
    })(undefined);
  },

  "beside the main line it is a promise": inProcess(async () => {
    const later = assertReceive({ tag: "answer" });
    const failed = assertReceive("never", 5).catch((error: Error) => error.message);
    send(self(), { tag: "answer", n: 42 });
    assert.equal((await later).n, 42);
    assert.match(await failed, /no message that fits 'never' came within 5 ms/);
  }),

  "outside of a process it is an error": async () => {
    await assert.rejects(assertReceive("hello"), { code: "not_in_process" });
    assert.throws(() => assertReceived("hello"), { code: "not_in_process" });
  },
};
