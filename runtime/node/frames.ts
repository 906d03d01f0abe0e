/**
 * Frames in a stream of bytes: each with its length before it, as 4 bytes, most significant first.
 *
 * Shape: `FrameWriter.add(frame)` ... `take()` gives the bytes of all frames since the last time; `FrameReader.push(bytes)` gives back whole frames, however the
 * bytes were cut on their way.
 */

const LENGTH = 4;
const FIRST_SIZE = 4096;

export class FrameWriter {
  private bytes = Buffer.allocUnsafe(FIRST_SIZE);
  private used = 0;

  get isEmpty(): boolean {
    return this.used === 0;
  }

  /** Units: bytes that wait to be taken. */
  get size(): number {
    return this.used;
  }

  add(frame: Uint8Array): void {
    const end = this.used + LENGTH + frame.length;
    if (end > this.bytes.length) this.grow(end);
    this.bytes.writeUInt32BE(frame.length, this.used);
    this.bytes.set(frame, this.used + LENGTH);
    this.used = end;
  }

  private grow(least: number): void {
    const larger = Buffer.allocUnsafe(Math.max(least, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }

  /** The bytes of all that was added, which are the caller's from now on. */
  take(): Buffer {
    const all = this.bytes.subarray(0, this.used);
    this.used = 0;
    // What is left of a buffer serves the next frames, if it is worth it.
    const rest = this.bytes.subarray(all.length);
    this.bytes = rest.length >= FIRST_SIZE / 4 ? rest : Buffer.allocUnsafe(FIRST_SIZE);
    return all;
  }
}

export class FrameReader {
  private pieces: Buffer[] = [];
  private held = 0;
  /** Length of the frame that comes, with its own 4 bytes; 0 as long as it isn't known. */
  private awaited = 0;

  /** Units: bytes, of the longest frame. `onFrame` has the frame for the length of its call. */
  constructor(
    /** May change at any time. */
    public limit: number,
    private readonly onFrame: (frame: Uint8Array) => void,
  ) {}

  /** False: a frame is announced that is longer than allowed. Nothing was allocated for it, and nothing more may be pushed. */
  push(bytes: Uint8Array): boolean {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.held > 0) {
      this.pieces.push(Buffer.from(rest));
      this.held += rest.length;
      if (this.held < Math.max(LENGTH, this.awaited)) return true;
      rest = Buffer.concat(this.pieces, this.held);
      this.pieces = [];
      this.held = 0;
    }
    let at = 0;
    this.awaited = 0;
    while (rest.length - at >= LENGTH) {
      const length = rest.readUInt32BE(at);
      if (length > this.limit) return false;
      const end = at + LENGTH + length;
      if (end > rest.length) {
        this.awaited = end - at;
        break;
      }
      this.onFrame(rest.subarray(at + LENGTH, end));
      at = end;
    }
    if (at < rest.length) {
      // A copy: the bytes are the caller's only now.
      this.pieces = [Buffer.from(rest.subarray(at))];
      this.held = rest.length - at;
    }
    return true;
  }
}
