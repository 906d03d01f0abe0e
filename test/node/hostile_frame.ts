// Frames that no node sends: random bytes, frames that are right or nearly so, and such with bytes changed or cut off.
import fc from "fast-check";
import * as code from "../../dist/runtime/node/signal_code.js";
import { usualBounds } from "../../dist/runtime/wire/bound.js";
import { encode } from "../../dist/runtime/wire/encode.js";
import { Writer } from "../../dist/runtime/wire/writer.js";

/** Frames that are right, or nearly so: every op, addresses that lead somewhere, terms of all kinds. `target`: number of a process that is there. */
function frameOf(target: number, op: number, id: number, kind: number, text: string, term: unknown): Uint8Array {
  const out = new Writer();
  out.begin(2 ** 16);
  out.byte(op);
  const address = (): void => {
    out.byte(kind % 4);
    if (kind % 4 === code.BY_NAME) out.text(text);
    else {
      out.count(id);
      out.count(target);
    }
  };
  if (op === code.REQUEST) {
    out.count(id);
    out.byte(kind % 8);
    address();
    out.byte(id % 3);
    if (id % 3 === code.NAMED) out.text("Victim");
    out.text(text);
  } else if (op === code.SEND) address();
  else {
    out.count(id);
    address();
  }
  encode(out, term, { markOf: () => undefined, objectOf: () => ({}) }, usualBounds, true);
  return out.taken().slice();
}

const names = fc.constantFrom(
  "Victim",
  "$start",
  "$rpc",
  "$meet",
  "$group",
  "hit",
  "getState",
  "stop",
  "constructor",
  "__proto__",
);
const term = fc.oneof(
  fc.anything(),
  fc.constantFrom(
    { op: "stop", reason: "x" },
    { op: "replaceState" },
    { op: "trace", to: true },
    { title: "Victim", init: [], name: { via: {}, key: 1 } },
    { title: "Victim", init: [], parent: { more: null } },
    ["a", "b"],
    [["news", [1, 2]]],
    { title: "constructor", init: [1] },
  ),
);

export function hostileFrames(target: number): fc.Arbitrary<Uint8Array> {
  const made = fc.tuple(fc.nat(15), fc.nat(400), fc.nat(8), names, term).map((parts) => frameOf(target, ...parts));
  const changed = fc
    .tuple(made, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat())
    .map(([frame, changes, cut]) => {
      for (const [place, byte] of changes) frame[place % frame.length] = byte;
      return cut % 4 === 0 ? frame.subarray(0, cut % (frame.length + 1)) : frame;
    });
  return fc.oneof(fc.uint8Array({ maxLength: 100 }), changed, fc.constant(new Uint8Array(5000)));
}
