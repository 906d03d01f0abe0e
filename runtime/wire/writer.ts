/**
 * Bytes that grow: what terms and signals are written into. One buffer serves all messages of a node; `taken` is a view of it, good until the next `begin`.
 *
 * Errors: `not_sendable` when it would become longer than allowed. Short texts are written by a loop, as a call into Node costs more than they do.
 */
import { failure } from "../core/error.js";
import { LONGEST_SHORT, SHORT, TEXT, TEXT_16 } from "./tag.js";

/** A message that was longer than this leaves no buffer of its length behind. */
const KEPT = 2 ** 20;

/** Whether a text has no half of a pair: UTF-8 can't write those. Node has it since 20, the language's types for 2023 don't. */
const wellFormed = (text: string): boolean => (text as unknown as { isWellFormed(): boolean }).isWellFormed();

export class Writer {
  private bytes: Buffer = Buffer.allocUnsafeSlow(4096);
  private view = new DataView(this.bytes.buffer);
  private end = 0;
  private limit = 0;

  /** Begins a message of at most `limit` bytes. */
  begin(limit: number): void {
    this.end = 0;
    this.limit = limit;
    if (this.bytes.length > KEPT) this.grow(4096);
  }

  /** No Buffer: of that, `slice` would be no copy. */
  taken(): Uint8Array {
    if (this.end > this.limit) throw failure("not_sendable/size", { limit: this.limit });
    return new Uint8Array(this.bytes.buffer, 0, this.end);
  }

  private room(count: number): void {
    const needed = this.end + count;
    if (needed <= this.bytes.length) return;
    if (needed > this.limit + 64) throw failure("not_sendable/size", { limit: this.limit });
    this.grow(Math.max(needed, 2 * this.bytes.length));
  }

  private grow(size: number): void {
    const bigger = Buffer.allocUnsafeSlow(size);
    this.bytes.copy(bigger, 0, 0, this.end);
    this.bytes = bigger;
    this.view = new DataView(bigger.buffer);
  }

  byte(value: number): void {
    if (this.end >= this.bytes.length) this.room(1);
    this.bytes[this.end++] = value;
  }

  /** A whole number from 0 up, seven bits a byte. */
  count(value: number): void {
    this.room(8);
    let rest = value;
    while (rest > 127) {
      this.bytes[this.end++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.end++] = rest;
  }

  float(value: number): void {
    this.room(8);
    this.view.setFloat64(this.end, value);
    this.end += 8;
  }

  raw(bytes: Uint8Array): void {
    this.count(bytes.byteLength);
    this.room(bytes.byteLength);
    this.bytes.set(bytes, this.end);
    this.end += bytes.byteLength;
  }

  /** A text with its tag. */
  text(value: string): void {
    const { length } = value;
    if (length <= LONGEST_SHORT && this.short(value)) return;
    const wide = !wellFormed(value);
    this.byte(wide ? TEXT_16 : TEXT);
    const size = wide ? 2 * length : Buffer.byteLength(value);
    this.count(size);
    this.room(size);
    this.bytes.write(value, this.end, wide ? "utf16le" : "utf8");
    this.end += size;
  }

  private short(value: string): boolean {
    const { length } = value;
    this.room(length + 1);
    const { bytes, end } = this;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      bytes[end + 1 + i] = code;
    }
    bytes[end] = SHORT + length;
    this.end += length + 1;
    return true;
  }
}
