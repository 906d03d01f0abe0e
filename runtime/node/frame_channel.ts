/**
 * What the channels of all transports have in common: frames of one turn leave together, what comes is cut into frames, and there is one end.
 *
 * Flow: `send` -> `flush` -> `write`, which the transport gives; bytes that came -> `cut` -> `onFrame`; `end` -> `release`, which the transport gives -> `onClose`.
 */
import { clock } from "../core/clock.js";
import { FrameReader, FrameWriter } from "./frames.js";
import { type Channel, FIRST_LIMIT } from "./transport.js";

/**
 * Units: frames. So many of a turn leave before it is over, later ones when they are four times as many: the other side begins with them meanwhile
 * (`npm run bench -- node`, 64 calls in flight: twice as many calls a second).
 */
const EARLY = 16;

export abstract class FrameChannel implements Channel {
  onFrame: (frame: Uint8Array) => void = () => {};
  onClose: (reason: string) => void = () => {};
  protected readonly writer = new FrameWriter();
  protected closed = false;
  /** Frames of this turn, and how many of them don't wait for its end. */
  private inTurn = 0;
  private leaveAt = EARLY;
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
    if (this.inTurn === 0) clock.soon(() => this.endTurn());
    this.writer.add(frame);
    this.inTurn++;
    if (this.inTurn < this.leaveAt) return;
    this.leaveAt *= 4;
    this.flush();
  }

  private endTurn(): void {
    this.inTurn = 0;
    this.leaveAt = EARLY;
    this.flush();
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
