// The socket of a real node, attacked from outside by strangers and by peers that have the cookie: it goes on, nothing is reached, nothing is kept.
// `npm run fuzz` sends a million frames; NODE_SEED and PORT_FRAMES say which and how many.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FrameReader } from "../../dist/runtime/node/frames.js";
import { Handshake } from "../../dist/runtime/node/handshake.js";
import * as code from "../../dist/runtime/node/signal_code.js";
import { Reader } from "../../dist/runtime/wire/reader.js";
import { Writer } from "../../dist/runtime/wire/writer.js";
import { root } from "../suite.js";
import { hostileFrames } from "./hostile_frame.js";

const { NODE_SEED, PORT_FRAMES } = process.env;
/** The short round is always the same. */
const seed = Number(NODE_SEED ?? (PORT_FRAMES === undefined ? 5 : Math.floor(Math.random() * 1e6)));
const frames = Number(PORT_FRAMES ?? 4000);
const cookie = "a secret of these tests";
const name = "victim@here";
/** Attackers at a time: fewer strangers than may be at the door at once, so that none is sent away for another. */
const AT_ONCE = 32;
/** Units: bytes. What tables that have grown once keep, and what waits for the collector. */
const SLACK = 3 * 2 ** 20;
/** Units: ms. */
const PATIENCE = 30_000;

interface Held {
  readonly id: number;
  readonly reached: number;
  readonly used: number;
  readonly rss: number;
  readonly sockets: number;
  readonly peers: number;
}

const folder = mkdtempSync(join(tmpdir(), "tincture-port-"));
let victim: ChildProcess;
let next: () => Attack;

beforeAll(async () => {
  const options = JSON.stringify({ cookie, maxBytes: 2 ** 16, setupTime: 10_000 });
  victim = fork(join(root, "test/node/program/victim.mjs"), [name, options], {
    env: { ...process.env, XDG_RUNTIME_DIR: folder },
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(victim, "message");
  next = attacks((await look()).id);
});
afterAll(() => {
  victim.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function look(): Promise<Held> {
  victim.send("look");
  const [held] = await once(victim, "message");
  return held as Held;
}

/** Bytes on the socket, and whether they are the beginning of something that never comes. */
interface Attack {
  readonly bytes: Buffer;
  readonly isCutOff: boolean;
}

function framed(frame: Uint8Array, length = frame.length): Buffer {
  const bytes = Buffer.alloc(4 + frame.length);
  bytes.writeUInt32BE(length);
  bytes.set(frame, 4);
  return bytes;
}

/** Drawn in portions: a million at once would be memory of our own. */
function attacks(target: number): () => Attack {
  const drawn = fc.tuple(hostileFrames(target), fc.nat(99));
  let portion: [Uint8Array, number][] = [];
  let portions = 0;
  return () => {
    if (portion.length === 0) portion = fc.sample(drawn, { seed: seed + portions++, numRuns: 5000 });
    const [frame, how] = portion.pop() as [Uint8Array, number];
    if (how === 0) return { bytes: framed(frame, 2 ** 31 - frame.length), isCutOff: false };
    if (how === 1) return { bytes: framed(frame, 2 ** 16 + 4097), isCutOff: false };
    if (how === 2) return { bytes: framed(frame, frame.length + 1), isCutOff: true };
    return { bytes: framed(frame), isCutOff: false };
  };
}

/** A connection to the victim. */
class Line {
  hear: (frame: Uint8Array) => void = () => {};
  readonly closed: Promise<"closed">;
  private constructor(readonly socket: Socket) {
    const reader = new FrameReader(2 ** 20, (frame) => this.hear(frame));
    socket.on("data", (bytes) => void reader.push(bytes));
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => socket.once("close", () => resolve("closed")));
  }

  static async open(): Promise<Line> {
    for (;;) {
      const socket = connect(join(folder, "tincture", `${encodeURIComponent(name)}.sock`));
      const isOpen = await new Promise((resolve) => {
        socket.once("connect", () => resolve(true));
        socket.once("error", () => resolve(false));
      });
      if (isOpen) return new Line(socket);
      expect(victim.exitCode).toBeNull();
    }
  }

  /** With everything that a node of this name has to show. Refused while the victim itself connects to that node, for an answer that it still had for it: then again. */
  static async enter(self: string): Promise<Line> {
    const until = performance.now() + PATIENCE;
    for (;;) {
      const line = await Line.open();
      if (await soon(Promise.race([line.greet(self), line.closed.then(() => false)]))) return line;
      line.socket.destroy();
      expect(performance.now(), `nobody is let in (NODE_SEED=${seed})`).toBeLessThan(until);
    }
  }

  private greet(self: string): Promise<boolean> {
    const greeter = { self: { name: self, creation: 77, hidden: false }, cookie, accepts: () => undefined };
    const handshake = new Handshake(greeter, name, (frame) => this.socket.write(framed(frame)));
    return new Promise((resolve) => {
      this.hear = (frame) => {
        if (handshake.greeted !== null) return;
        try {
          handshake.take(frame);
        } catch {
          resolve(false);
        }
        if (handshake.greeted !== null) resolve(true);
      };
    });
  }

  private probes = 1000;
  /** Whether the victim has read all that was sent, and the connection stands: it is asked to watch what isn't there. */
  async stands(): Promise<boolean> {
    const probe = ++this.probes;
    const answered = new Promise<"answered">((resolve) => {
      this.hear = (frame) => {
        const from = new Reader(frame);
        if (from.byte() === code.DOWN && from.count() === probe) resolve("answered");
      };
    });
    const out = new Writer();
    out.begin(100);
    out.byte(code.WATCH);
    out.count(probe);
    out.byte(code.BY_NAME);
    out.text("nobody");
    this.socket.write(framed(out.taken()));
    return (await soon(Promise.race([answered, this.closed]))) === "answered";
  }
}

/** Nothing may hang. */
async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE} ms (NODE_SEED=${seed})`)), PATIENCE);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function stranger(attack: Attack): Promise<void> {
  const line = await Line.open();
  let got = 0;
  line.hear = () => void got++;
  line.socket.write(attack.bytes);
  if (attack.isCutOff) line.socket.end();
  await soon(line.closed);
  expect(got).toBeLessThanOrEqual(1);
}

/** `count` attacks by peers, `AT_ONCE` of them at a time; each goes on with its connection as long as it stands. */
async function peers(count: number): Promise<number> {
  let left = count;
  let broken = 0;
  const attacker = async (self: string): Promise<void> => {
    let line: Line | undefined;
    while (left-- > 0) {
      line ??= await Line.enter(self);
      const { bytes, isCutOff } = next();
      line.socket.write(bytes);
      if (isCutOff) line.socket.end();
      if (!isCutOff && (await line.stands())) continue;
      await soon(line.closed);
      line = undefined;
      broken++;
    }
    line?.socket.destroy();
    await line?.closed;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => attacker(`attacker${i}@here`)));
  return broken;
}

async function strangers(count: number): Promise<void> {
  let left = count;
  const attacker = async (): Promise<void> => {
    while (left-- > 0) await stranger(next());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attacker));
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

function compare(what: string, before: Held, after: Held): void {
  const [from, to] = [mebibytes(before.used), mebibytes(after.used)];
  console.log(`${what}: heap ${from} before, ${to} after; resident ${mebibytes(after.rss)} (NODE_SEED=${seed})`);
  expect(victim.exitCode).toBeNull();
  expect([after.sockets, after.peers]).toEqual([before.sockets, 0]);
  expect(after.used).toBeLessThan(before.used + SLACK);
}

/** Before the first look: so many that code is compiled and tables have their size. */
const first = (count: number): number => Math.ceil(count / 10);

test("strangers", async () => {
  const count = Math.round(0.2 * frames);
  await strangers(first(count));
  const before = await look();
  await strangers(count);
  const after = await look();
  compare(`${count} frames of strangers`, before, after);
  expect(after.reached).toBe(0);
});

test("peers that have the cookie", async () => {
  const count = Math.round(0.8 * frames);
  await peers(first(count));
  const before = await look();
  const broken = await peers(count);
  const after = await look();
  compare(`${count} frames of peers, which ended ${broken} connections`, before, after);
  expect(broken).toBeGreaterThan(0);
});
