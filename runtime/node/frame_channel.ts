/**
 * What the channels of all transports have in common: frames of one turn leave together, what comes is cut into frames, and there is one end.
 *
 * Flow: `send` -> `flush` -> `write`, which the transport gives; bytes that came -> `cut` -> `onFrame`; `end` -> `release`, which the transport gives -> `onClose`.
 */
import { clock } from "../core/clock.js";
import { FrameReader, FrameWriter } from "./frames.js";
import { type Channel, FIRST_LIMIT } from "./transport.js";

export abstract class FrameChannel implements Channel {
  onFrame: (frame: Uint8Array) => void = () => {};
  onClose: (reason: string) => void = () => {};
  protected readonly writer = new FrameWriter();
  protected closed = false;
  private readonly reader = new FrameReader(FIRST_LIMIT, (frame) => {
    if (!this.closed) this.onFrame(frame);
  });

  abstract readonly buffered: number;
  abstract close(): void;
  /** Takes bytes that are its own on their way. */
  protected abstract write(bytes: Buffer): void;
  /** Gives back what the channel stands on. */
  protected abstract release(): void;

  get limit(): number {
    return this.reader.limit;
  }
  set limit(bytes: number) {
    this.reader.limit = bytes;
  }

  send(frame: Uint8Array): void {
    if (this.closed) return;
    if (this.writer.isEmpty) clock.soon(() => this.flush());
    this.writer.add(frame);
  }

  protected flush(): void {
    if (!this.closed && !this.writer.isEmpty) this.write(this.writer.take());
  }

  /** Undefined, or why the channel can't go on: the bytes announce a frame over the limit. */
  protected cut(bytes: Uint8Array): string | undefined {
    return this.reader.push(bytes) ? undefined : `a frame of more than ${this.limit} bytes was announced`;
  }

  /** Ends it at once, without a word to the other side. */
  end(reason: string): void {
    if (this.closed) return;
    this.closed = true;
    this.release();
    this.onClose(reason);
  }
}
