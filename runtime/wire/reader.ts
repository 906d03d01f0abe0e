/**
 * Reads what a Writer wrote. The bytes may be anybody's: every length is held against what is there before anything is made of it.
 *
 * Errors: BadBytes.
 */
import { BadBytes } from "./bound.js";
import { LONGEST_SHORT, SHORT, TEXT, TEXT_16 } from "./tag.js";

export class Reader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes that are left. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Takes `size` bytes: gives where they begin. */
  private take(size: number): number {
    const { at } = this;
    if (size > this.bytes.length - at) throw new BadBytes(`${size} bytes announced, ${this.left} there`);
    this.at += size;
    return at;
  }

  byte(): number {
    return this.bytes[this.take(1)] as number;
  }

  peek(): number {
    if (this.left === 0) throw new BadBytes("ends in a term");
    return this.bytes[this.at] as number;
  }

  count(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) break;
      scale *= 128;
      if (scale > Number.MAX_SAFE_INTEGER) throw new BadBytes("a number is too long");
    }
    return value;
  }

  /** How many things follow, each of at least `size` bytes. */
  many(size: number): number {
    const count = this.count();
    if (count * size > this.left) throw new BadBytes(`${count} things announced, ${this.left} bytes there`);
    return count;
  }

  float(): number {
    return this.bytes.readDoubleBE(this.take(8));
  }

  /** A copy. */
  raw(): ArrayBuffer {
    const size = this.many(1);
    const at = this.take(size);
    const copy = new Uint8Array(size);
    copy.set(this.bytes.subarray(at, at + size));
    return copy.buffer;
  }

  isText(): boolean {
    const tag = this.peek();
    return tag >= SHORT || tag === TEXT || tag === TEXT_16;
  }

  text(): string {
    const tag = this.byte();
    if (tag >= SHORT) return this.short(tag - SHORT);
    if (tag !== TEXT && tag !== TEXT_16) throw new BadBytes(`a text was wanted, ${tag} came`);
    const size = this.many(1);
    const at = this.take(size);
    return this.bytes.toString(tag === TEXT ? "utf8" : "utf16le", at, at + size);
  }

  private short(length: number): string {
    const at = this.take(length);
    if (length > LONGEST_SHORT / 2) return this.bytes.toString("latin1", at, at + length);
    let text = "";
    for (let i = at; i < at + length; i++) text += String.fromCharCode(this.bytes[i] as number);
    return text;
  }
}
