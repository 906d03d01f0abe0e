/**
 * A channel between two threads: a MessagePort, over which the frames of one turn go as one message.
 *
 * How much the other side has taken is a number in memory that both see, so back pressure costs no message.
 */
import type { MessagePort } from "node:worker_threads";
import { FrameChannel } from "../frame_channel.js";
import { linger } from "../linger.js";

/** What one end of a channel is made of. */
export interface End {
  readonly port: MessagePort;
  /** Bytes that each side has taken, modulo 2 ** 32: two numbers of 4 bytes. */
  readonly taken: SharedArrayBuffer;
  /** Which of the two is this side's. */
  readonly side: 0 | 1;
}

export class PortChannel extends FrameChannel {
  private readonly port: MessagePort;
  private readonly taken: Uint32Array;
  private readonly side: 0 | 1;
  private sent = 0;

  constructor(
    { port, taken, side }: End,
    private readonly forget: (channel: PortChannel) => void,
  ) {
    super();
    this.port = port;
    this.taken = new Uint32Array(taken);
    this.side = side;
    port.on("message", (bytes: unknown) => this.arrive(bytes));
    port.on("close", () => this.end("closed by the other node"));
  }

  get buffered(): number {
    return (this.sent - Atomics.load(this.taken, 1 - this.side)) >>> 0;
  }

  close(): void {
    if (this.closed) return;
    this.flush();
    this.end("closed here");
  }

  protected write(all: Buffer): void {
    // A copy of its own: a part of a larger buffer would be sent with all of it.
    const bytes = new Uint8Array(all);
    this.sent = (this.sent + bytes.length) >>> 0;
    this.port.postMessage(bytes, [bytes.buffer]);
    linger();
  }

  protected release(): void {
    this.port.close();
    this.forget(this);
  }

  private arrive(bytes: unknown): void {
    if (this.closed) return;
    const problem = bytes instanceof Uint8Array ? this.cut(bytes) : "what came were no bytes";
    if (problem !== undefined) return this.end(problem);
    Atomics.add(this.taken, this.side, (bytes as Uint8Array).length);
    linger();
  }
}
