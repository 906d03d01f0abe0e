/**
 * A channel over a socket: frames with their lengths, many of one turn in one write.
 */
import type { Socket } from "node:net";
import { clock } from "../../core/clock.js";
import { FrameReader, FrameWriter } from "../frames.js";
import { type Channel, FIRST_LIMIT } from "../transport.js";

/** Units: ms. How long a peer has to take what was sent before we closed. */
const LAST_WORDS = 1000;

export class SocketChannel implements Channel {
  onFrame: (frame: Uint8Array) => void = () => {};
  onClose: (reason: string) => void = () => {};
  private readonly reader = new FrameReader(FIRST_LIMIT, (frame) => {
    if (!this.closed) this.onFrame(frame);
  });
  private readonly writer = new FrameWriter();
  private closed = false;
  private reason = "the other side closed the connection";

  constructor(private readonly socket: Socket) {
    socket.on("data", (bytes) => {
      if (!this.closed && !this.reader.push(bytes)) this.fail(`a frame of more than ${this.limit} bytes was announced`);
    });
    socket.on("error", (error) => {
      this.reason = error.message;
    });
    socket.on("close", () => this.ended());
  }

  get limit(): number {
    return this.reader.limit;
  }
  set limit(bytes: number) {
    this.reader.limit = bytes;
  }

  get buffered(): number {
    return this.socket.writableLength + this.writer.size;
  }

  send(frame: Uint8Array): void {
    if (this.closed) return;
    if (this.writer.isEmpty) clock.soon(() => this.flush());
    this.writer.add(frame);
  }

  private flush(): void {
    if (!this.writer.isEmpty && this.socket.writable) this.socket.write(this.writer.take());
  }

  close(): void {
    if (this.closed) return;
    this.reason = "it was closed here";
    this.flush();
    this.socket.destroySoon();
    this.socket.setTimeout(LAST_WORDS, () => this.socket.destroy());
    this.ended();
  }

  private fail(reason: string): void {
    this.reason = reason;
    this.socket.destroy();
    this.ended();
  }

  private ended(): void {
    if (this.closed) return;
    this.closed = true;
    this.onClose(this.reason);
  }
}
