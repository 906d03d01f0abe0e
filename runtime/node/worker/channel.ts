/**
 * A channel between two threads: a MessagePort, over which the frames of one turn go as one message.
 *
 * How much the other side has taken is a number in memory that both see, so back pressure costs no message.
 */
import type { MessagePort } from "node:worker_threads";
import { clock } from "../../core/clock.js";
import { FrameReader, FrameWriter } from "../frames.js";
import { type Channel, FIRST_LIMIT } from "../transport.js";

/** What one end of a channel is made of. */
export interface End {
  readonly port: MessagePort;
  /** Bytes that each side has taken, modulo 2 ** 32: two numbers of 4 bytes. */
  readonly taken: SharedArrayBuffer;
  /** Which of the two is this side's. */
  readonly side: 0 | 1;
}

export class PortChannel implements Channel {
  onFrame: (frame: Uint8Array) => void = () => {};
  onClose: (reason: string) => void = () => {};
  private readonly port: MessagePort;
  private readonly taken: Uint32Array;
  private readonly side: 0 | 1;
  private readonly writer = new FrameWriter();
  private readonly reader: FrameReader;
  private sent = 0;
  private willFlush = false;
  private closed = false;

  constructor(
    { port, taken, side }: End,
    private readonly forget: (channel: PortChannel) => void,
  ) {
    this.port = port;
    this.taken = new Uint32Array(taken);
    this.side = side;
    this.reader = new FrameReader(FIRST_LIMIT, (frame) => {
      if (!this.closed) this.onFrame(frame);
    });
    port.on("message", (bytes: unknown) => this.arrive(bytes));
    port.on("close", () => this.end("closed by the other node"));
  }

  send(frame: Uint8Array): void {
    if (this.closed) return;
    this.writer.add(frame);
    if (this.willFlush) return;
    this.willFlush = true;
    clock.soon(() => this.flush());
  }

  get buffered(): number {
    return (this.sent - Atomics.load(this.taken, 1 - this.side)) >>> 0;
  }

  get limit(): number {
    return this.reader.limit;
  }
  set limit(bytes: number) {
    this.reader.limit = bytes;
  }

  close(): void {
    if (this.closed) return;
    this.flush();
    this.end("closed here");
  }

  /** Closes at once. */
  end(reason: string): void {
    if (this.closed) return;
    this.closed = true;
    this.port.close();
    this.forget(this);
    this.onClose(reason);
  }

  private flush(): void {
    this.willFlush = false;
    if (this.closed || this.writer.isEmpty) return;
    // A copy of its own: a part of a larger buffer would be sent with all of it.
    const bytes = new Uint8Array(this.writer.take());
    this.sent = (this.sent + bytes.length) >>> 0;
    this.port.postMessage(bytes, [bytes.buffer]);
  }

  private arrive(bytes: unknown): void {
    if (this.closed) return;
    if (!(bytes instanceof Uint8Array) || !this.reader.push(bytes)) return this.end("a frame is too long");
    Atomics.add(this.taken, this.side, bytes.length);
  }
}
