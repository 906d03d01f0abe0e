/**
 * How two nodes come to believe each other: each shows that it has the cookie, without it or anything made of it alone travelling.
 *
 * Flow, A being who connects: A: hello -> B: hello -> A: proof -> B: proof. A hello has name, run, versions and a fresh challenge; a proof is the HMAC, under the
 * cookie, of who proves and of both hellos as they were sent. Who connects proves first, so that a stranger gets nothing that depends on the cookie. Both
 * directions have labels of their own, so no answer can be used as another one.
 *
 * Errors: `node_refused`; the other side is told why in a word, but never more than that. Must not know: sockets, processes, who is connected already.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { secretBytes } from "../core/chance.js";
import { failure, type TinctureError } from "../core/error.js";
import { BadBytes } from "../wire/bound.js";
import { Reader } from "../wire/reader.js";
import { VERSION } from "../wire/tag.js";
import { Writer } from "../wire/writer.js";

const MAGIC = "tincture";
/** The oldest version that this one understands. */
const OLDEST = 1;
const CHALLENGE = 32;
const PROOF = 32;

const HELLO = 1;
const PROVE = 2;
const REFUSE = 3;

/** What a node says of itself. */
export interface Introduction {
  readonly name: string;
  readonly creation: number;
  readonly hidden: boolean;
}

/** What the other side turned out to be. */
export interface Greeted extends Introduction {
  /** The version of the protocol that both speak. */
  readonly version: number;
}

/** A refusal in a word. */
export type Refusal = "cookie" | "version" | "name" | "simultaneous" | "closing" | "protocol";

/** What the handshake asks: the node's name, secret and opinion. */
export interface Greeter {
  readonly self: Introduction;
  readonly cookie: string;
  /** Whether to go on with who connects; a refusal otherwise. */
  accepts(who: Introduction): Refusal | undefined;
}

const refusals: readonly Refusal[] = ["cookie", "version", "name", "simultaneous", "closing", "protocol"];

/** Thrown for what the other side said; `refusal` is what it is told, unless it was the one that refused. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly byThem = false,
    readonly versions = "",
  ) {
    super(refusal);
  }
}

/** One side of a handshake: frames in, frames out, until `greeted` is there. */
export class Handshake {
  greeted: Greeted | null = null;
  private readonly hello: Uint8Array;
  private theirHello: Uint8Array | null = null;
  private them: Introduction | null = null;
  private version = 0;

  constructor(
    private readonly greeter: Greeter,
    /** Name of the node that was asked for, where it is we who connect. */
    private readonly expected: string | null,
    private readonly send: (frame: Uint8Array) => void,
  ) {
    this.hello = helloOf(greeter.self);
    if (expected !== null) send(this.hello);
  }

  /** Throws Refused. */
  take(frame: Uint8Array): void {
    const from = new Reader(frame);
    const step = from.byte();
    if (step === REFUSE) throw new Refused(refusals[from.byte()] ?? "protocol", true);
    if (this.theirHello === null && step === HELLO) this.takeHello(frame, from);
    else if (this.theirHello !== null && this.greeted === null && step === PROVE) this.takeProof(frame);
    else throw new Refused("protocol");
  }

  private takeHello(frame: Uint8Array, from: Reader): void {
    if (from.text() !== MAGIC) throw new Refused("protocol");
    const [oldest, newest] = [from.count(), from.count()];
    this.version = Math.min(newest, VERSION);
    if (this.version < oldest || this.version < OLDEST) throw new Refused("version", false, `${oldest} to ${newest}`);
    this.them = { name: from.text(), creation: from.count(), hidden: from.byte() === 1 };
    if (from.raw().byteLength !== CHALLENGE) throw new Refused("protocol");
    this.theirHello = Uint8Array.from(frame);
    if (this.expected !== null) {
      if (this.them.name !== this.expected) throw new Refused("name");
      return this.send(this.proofFrame("connects"));
    }
    const refusal = this.greeter.accepts(this.them);
    if (refusal !== undefined) throw new Refused(refusal);
    this.send(this.hello);
  }

  private takeProof(frame: Uint8Array): void {
    const want = this.proof(this.expected === null ? "connects" : "accepts");
    const got = frame.subarray(1);
    if (got.length !== PROOF || !timingSafeEqual(got, want)) throw new Refused("cookie");
    if (this.expected === null) this.send(this.proofFrame("accepts"));
    this.greeted = { ...(this.them as Introduction), version: this.version };
  }

  private proof(by: "connects" | "accepts"): Buffer {
    const theirs = this.theirHello as Uint8Array;
    const [first, second] = this.expected === null ? [theirs, this.hello] : [this.hello, theirs];
    const length = Buffer.alloc(4);
    length.writeUInt32BE(first.length);
    return createHmac("sha256", this.greeter.cookie).update(by).update(length).update(first).update(second).digest();
  }

  private proofFrame(by: "connects" | "accepts"): Uint8Array {
    return Buffer.concat([Buffer.from([PROVE]), this.proof(by)]);
  }
}

function helloOf({ name, creation, hidden }: Introduction): Uint8Array {
  const out = new Writer();
  out.begin(CHALLENGE + 2048);
  out.byte(HELLO);
  out.text(MAGIC);
  out.count(OLDEST);
  out.count(VERSION);
  out.text(name);
  out.count(creation);
  out.byte(hidden ? 1 : 0);
  out.raw(secretBytes(CHALLENGE));
  return out.taken().slice();
}

/** What is thrown in `take`, as the refusal that the other side is told. */
export const refusalOf = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused(error instanceof BadBytes ? "protocol" : "closing");

export const refusalFrame = (refusal: Refusal): Uint8Array => Uint8Array.of(REFUSE, refusals.indexOf(refusal));

/** What the one who wanted to connect gets to see. */
export function refusedError(node: string, refused: Refused): TinctureError {
  switch (refused.refusal) {
    case "cookie":
      return failure("node_refused/cookie", { node });
    case "version":
      return failure("node_refused/version", {
        node,
        theirs: refused.versions || "it has",
        ours: `${OLDEST} to ${VERSION}`,
      });
    case "name":
      return failure("node_refused", { node, reason: "another node answered under this name" });
    case "protocol":
      return failure("node_refused", { node, reason: "what answers under this name is no node" });
    default:
      return failure("node_refused", { node, reason: "it is stopping" });
  }
}
