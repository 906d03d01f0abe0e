// Law: a mailbox is a list of messages, however its chunks are filled, emptied and used again.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Mailbox, MESSAGE } from "../../../dist/runtime/core/mailbox.js";
import { runs } from "./law.js";

type Entry = [tag: number, payload: unknown, from: unknown];

interface Numbered {
  readonly serial: number;
}

/** `at` is a share of the present length, in 1/1000. */
const operation = fc.record({
  op: fc.constantFrom("push", "push", "push", "shift", "take", "search", "remove", "insert"),
  times: fc.integer({ min: 1, max: 40 }),
  at: fc.integer({ min: 0, max: 1000 }),
});

const contents = (box: Mailbox): Entry[] =>
  Array.from({ length: box.count }, (_, i) => [box.tag(i), box.payload(i), box.from(i)]);

test("a mailbox equals an array", () => {
  let serial = 0;
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
      const box = Mailbox.fresh(0);
      const model: Entry[] = [];
      for (const { op, times, at } of operations) {
        for (let k = 0; k < times; k++) {
          const entry: Entry = [++serial % 7, { serial }, serial % 3 === 0 ? { from: serial } : null];
          const place = Math.floor((at * model.length) / 1001);
          if (op === "push") {
            box.push(...entry);
            model.push(entry);
          } else if (op === "insert") {
            box.insert(place, ...entry);
            model.splice(place, 0, entry);
          } else if (op === "search") {
            const wanted = ([tag, payload]: Entry): boolean =>
              tag === MESSAGE && (payload as Numbered).serial % 4 === at % 4;
            const found = model.findIndex((entry, i) => i >= place && wanted(entry));
            const look = (payload: unknown): unknown => (wanted([MESSAGE, payload, null]) ? payload : "no");
            expect(box.search(place, look, "no")).toBe(found < 0 ? "no" : model[found]?.[1]);
            if (found >= 0) model.splice(found, 1);
          } else if (model.length > 0) {
            const [tag, payload] = model[0] as Entry;
            expect(box.isPlain()).toBe(tag === MESSAGE);
            if (op === "shift") box.shift();
            else if (op === "take") expect(box.take()).toBe(payload);
            else box.remove(place);
            model.splice(op === "remove" ? place : 0, 1);
          }
        }
        expect(contents(box)).toEqual(model);
      }
      while (box.count > 0) box.shift();
      box.release();
    }),
    runs(100),
  );
});
