/**
 * A channel to a node that has shown who it is: heartbeat and bounds.
 *
 * Flow: `greet` does the handshake over a fresh channel -> a Connection takes the channel over -> frames both ways -> closed once, with a reason.
 * Something is sent four times per heartbeat, a TICK if there is nothing else; silence for the whole of one means that the node is lost.
 *
 * Must not know: what frames say, who is on the other side beyond its name.
 */
import { clock } from "../core/clock.js";
import { failure, type TinctureError } from "../core/error.js";
import {
  type Greeted,
  type Greeter,
  Handshake,
  type Refused,
  refusalFrame,
  refusalOf,
  refusedError,
} from "./handshake.js";
import type { Settings } from "./option.js";
import { TICK } from "./signal_code.js";
import type { Channel } from "./transport.js";

/** How many looks at the clock there are in a heartbeat. OTP: 4 ticks in net_ticktime. */
export const TICKS = 4;
const tickFrame = Uint8Array.of(TICK);

type Failed = { readonly refused: Refused } | { readonly broken: string };
/** What a handshake came to: a node, or why not. */
export type Outcome = { readonly greeted: Greeted } | Failed;

/** Does the handshake over a new channel; `expected` is the node that was asked for, null where somebody else connects. `done` is called once, in the turn of the last frame. */
export function greet(
  channel: Channel,
  greeter: Greeter,
  expected: string | null,
  setupTime: number,
  done: (outcome: Outcome) => void,
): void {
  const stopClock = clock.later(() => finish({ broken: `no answer within ${setupTime} ms` }), setupTime);
  let over = false;
  function finish(outcome: Outcome): void {
    if (over) return;
    over = true;
    stopClock();
    if (!("greeted" in outcome)) channel.close();
    done(outcome);
  }
  const handshake = new Handshake(greeter, expected, (frame) => channel.send(frame));
  channel.onClose = (reason) => finish({ broken: reason });
  channel.onFrame = (frame) => {
    if (over) return;
    try {
      handshake.take(frame);
    } catch (error) {
      const refused = refusalOf(error);
      if (!refused.byThem) channel.send(refusalFrame(refused.refusal));
      return finish({ refused });
    }
    if (handshake.greeted !== null) finish({ greeted: handshake.greeted });
  };
}

/** Why a connection that was asked for didn't come about. */
export function outcomeError(node: string, transport: string, failed: Failed): TinctureError {
  if ("refused" in failed) return refusedError(node, failed.refused);
  return failure("node_unreachable", { name: node, transport, reason: failed.broken });
}

/** What `Node.info` and `sys` show of a connection. Units: bytes. */
export interface Traffic {
  readonly framesIn: number;
  readonly framesOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Bytes that the other side has not taken yet. */
  readonly buffered: number;
}

export class Connection {
  private framesIn = 0;
  private framesOut = 0;
  private bytesIn = 0;
  private bytesOut = 0;
  private heardAt: number;
  /** Since the last look at the clock, which is not for every frame. */
  private heardSince = false;
  private sentSince = false;
  private closed = false;

  constructor(
    private readonly channel: Channel,
    readonly them: Greeted,
    private readonly settings: Settings,
    onFrame: (frame: Uint8Array) => void,
    private readonly onClosed: (reason: string) => void,
  ) {
    this.heardAt = clock.now();
    // A message's own bound, and room for what is said around it.
    channel.limit = settings.maxBytes + 4096;
    channel.onFrame = (frame) => {
      this.heardSince = true;
      this.framesIn++;
      this.bytesIn += frame.length;
      if (frame[0] !== TICK) onFrame(frame);
    };
    channel.onClose = (reason) => this.over(reason);
  }

  get traffic(): Traffic {
    const { framesIn, framesOut, bytesIn, bytesOut } = this;
    return { framesIn, framesOut, bytesIn, bytesOut, buffered: this.channel.buffered };
  }

  /** Whether `size` more bytes may be sent. */
  hasRoom(size: number): boolean {
    return this.channel.buffered + size <= this.settings.maxBuffered;
  }

  send(frame: Uint8Array): void {
    this.sentSince = true;
    this.framesOut++;
    this.bytesOut += frame.length;
    this.channel.send(frame);
  }

  /** Called `TICKS` times per heartbeat. */
  tick(now: number): void {
    if (this.heardSince) this.heardAt = now;
    this.heardSince = false;
    if (now - this.heardAt >= this.settings.heartbeat) return this.close(`silent for ${this.settings.heartbeat} ms`);
    if (!this.sentSince) this.channel.send(tickFrame);
    this.sentSince = false;
  }

  /** Forgives silence while this program itself was stopped. */
  excuse(now: number): void {
    this.heardAt = now;
  }

  close(reason: string): void {
    if (this.closed) return;
    this.channel.onClose = () => {};
    this.channel.close();
    this.over(reason);
  }

  private over(reason: string): void {
    if (this.closed) return;
    this.closed = true;
    this.channel.onFrame = () => {};
    this.onClosed(reason);
  }
}
