// Frames that no node sends, from strangers and from a peer that has the cookie: no crash, nothing reached, nothing kept.
// `npm run fuzz` does a million of them; NODE_SEED and NODE_RUNS say which and how many.
import fc from "fast-check";
import { Node, type Pid, setLogger, whereis } from "tincture";
import * as rt from "tincture/abi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Handshake } from "../../dist/runtime/node/handshake.js";
import { MemoryDirectory } from "../../dist/runtime/node/memory_directory.js";
import type { Channel, Transport, TransportEvents } from "../../dist/runtime/node/transport.js";
import { hostileFrames } from "./hostile_frame.js";

const seed = Number(process.env.NODE_SEED ?? 5);
const numRuns = Number(process.env.NODE_RUNS ?? 4000);
const cookie = "a secret of these tests";
const self = { name: "hostile@here", creation: 77, hidden: false };

let events: TransportEvents;
const transport: Transport = {
  title: "test",
  async open(_name, told) {
    events = told;
    const none = (): never => {
      throw new Error("nobody is there");
    };
    return {
      names: async () => [],
      connect: async () => none(),
      close: async () => {},
      directory: new MemoryDirectory(),
    };
  },
};

let reached = 0;
let frame: fc.Arbitrary<Uint8Array>;
beforeAll(async () => {
  setLogger({ error() {}, warn() {}, info() {} });
  await Node.start("victim@here", { cookie, transport, maxBytes: 2 ** 16 });
  const Victim = rt.genserver(
    "Victim",
    { init: () => ({}), handlers: { hit: rt.cast(() => void reached++) } },
    { name: "Victim" },
  ) as any;
  frame = hostileFrames(((await Victim.start()) as Pid).id);
});
afterAll(async () => {
  await Node.stop();
  setLogger();
});

/** The hostile side of a channel: what it gets is in `got`. */
class Line implements Channel {
  onFrame: (frame: Uint8Array) => void = () => {};
  onClose: (reason: string) => void = () => {};
  readonly buffered = 0;
  limit = 0;
  closed = false;
  hear: (frame: Uint8Array) => void = () => {};
  got = 0;
  send(frame: Uint8Array): void {
    this.got++;
    if (!this.closed) this.hear(frame);
  }
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.onClose("closed");
  }
  /** As a transport gives it: a frame that is too long closes the channel. */
  say(frame: Uint8Array): void {
    if (this.closed) return;
    if (frame.length > this.limit) return this.close();
    this.onFrame(frame);
  }
}

function knock(): Line {
  const line = new Line();
  line.limit = 4096;
  events.onChannel(line);
  return line;
}

/** A connection with everything that a node has to show. */
function enter(): Line {
  const line = knock();
  const frames: Uint8Array[] = [];
  const greeter = { self, cookie, accepts: () => undefined };
  const handshake = new Handshake(greeter, "victim@here", (frame) => frames.push(frame));
  line.hear = (frame) => {
    if (handshake.greeted === null) handshake.take(frame);
  };
  for (let frame = frames.shift(); frame !== undefined; frame = frames.shift()) line.say(frame);
  return line;
}

test("strangers get a refusal and nothing else, and reach nothing", () => {
  const before = reached;
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 3 }), (frames) => {
      const line = knock();
      for (const frame of frames) line.say(frame);
      expect(line.got).toBeLessThanOrEqual(1);
      expect(line.closed).toBe(true);
    }),
    { seed, numRuns },
  );
  expect([reached, Node.list()]).toEqual([before, []]);
});

test("a peer that has the cookie breaks nothing but its own connection", async () => {
  const keys = Object.getOwnPropertyNames(Object.prototype).length;
  let line = enter();
  expect(Node.list()).toEqual([self.name]);
  let broken = 0;
  await fc.assert(
    fc.asyncProperty(frame, async (frame) => {
      line.say(frame);
      if (line.closed) {
        broken++;
        line = enter();
      }
      expect(Node.list()).toEqual([self.name]);
    }),
    { seed, numRuns },
  );
  expect(broken).toBeGreaterThan(0);
  expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(keys);
  line.close();
  expect(Node.list()).toEqual([]);
  // It may stop servers, as every node may; what it can't do is make the program forget how to run one.
  const again = rt.genserver("Again", {
    init: () => ({ n: 1 }),
    handlers: { get: rt.call((state: any) => state.n) },
  }) as any;
  expect(await again.at(await again.start()).get()).toBe(1);
  expect(whereis({ name: "Again", node: "victim@here" })).toBeUndefined();
});
