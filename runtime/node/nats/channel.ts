/**
 * A channel between two nodes over NATS: each end has a subject of its own, to which the other publishes.
 *
 * NATS delivers at most once and may lose what was under way when a connection broke, so pieces are numbered: a gap closes the channel. What comes is
 * acknowledged by the number of its bytes, which is how `buffered` knows what a slow peer has not taken.
 *
 * Shape of a piece: 1 byte what it is, 4 bytes its number, 8 bytes how many bytes were taken from the peer so far; then part of a stream of frames.
 */
import type { NatsConnection } from "@nats-io/transport-node";
import { clock } from "../../core/clock.js";
import { FrameChannel } from "../frame_channel.js";

const DATA = 0;
const TAKEN = 1;
const CLOSE = 2;
const HEADER = 13;
/** Units: bytes. What a peer may have unacknowledged before it is told at once and not with the next piece. */
const OWED = 64 * 1024;
const NUMBERS = 2 ** 32;

export interface Line {
  readonly connection: NatsConnection;
  /** Forgets the channel's subject. */
  forget(): void;
}

export class NatsChannel extends FrameChannel {
  /** Subject of the other end; unknown until it has answered: there is nothing to say to it then. */
  private peer = "";
  /** What came before the channel was handed over; null afterwards. */
  private early: Uint8Array[] | null = [];
  private willTell = false;
  private sentPieces = 0;
  private cameFrom = 0;
  private sent = 0;
  private taken = 0;
  /** What the peer was told of `taken`. */
  private told = 0;
  /** What the peer has taken of what was sent. */
  private acknowledged = 0;

  constructor(private readonly line: Line) {
    super();
  }

  /** The other end is known. Whoever is given the channel now has this turn of the event loop to listen. */
  open(peer: string): void {
    this.peer = peer;
    clock.nextTurn(() => {
      const early = this.early ?? [];
      this.early = null;
      for (const piece of early) this.take(piece);
    });
  }

  get buffered(): number {
    return this.sent - this.acknowledged;
  }

  close(): void {
    if (this.closed) return;
    this.flush();
    this.publish(CLOSE, new Uint8Array(0));
    this.end("closed here");
  }

  /** A piece came. Its bytes are NATS' own only until this returns. */
  arrive(piece: Uint8Array): void {
    if (this.early === null) this.take(piece);
    else this.early.push(piece.slice());
  }

  protected release(): void {
    this.line.forget();
  }

  private take(piece: Uint8Array): void {
    if (this.closed) return;
    if (piece.length < HEADER) return this.end("not a piece of a channel");
    const header = Buffer.from(piece.buffer, piece.byteOffset, HEADER);
    this.cameFrom = (this.cameFrom + 1) % NUMBERS;
    if (header.readUInt32BE(1) !== this.cameFrom) return this.break("something was lost on the way");
    this.acknowledged = Math.max(this.acknowledged, header.readDoubleBE(5));
    if (header[0] === CLOSE) return this.end("closed by the other node");
    if (header[0] !== DATA) return;
    const problem = this.cut(piece.subarray(HEADER));
    if (problem !== undefined) return this.break(problem);
    this.taken += piece.length - HEADER;
    this.tellSoon();
  }

  /** The stream can't be gone on with: the other side is told, and begins anew if it wants to. */
  private break(reason: string): void {
    this.publish(CLOSE, new Uint8Array(0));
    this.end(reason);
  }

  /** Tells what was taken, unless a piece that goes out anyway does. */
  private tellSoon(): void {
    if (this.taken - this.told > OWED) this.publish(TAKEN, new Uint8Array(0));
    else if (!this.willTell) {
      this.willTell = true;
      clock.nextTurn(() => {
        this.willTell = false;
        if (this.taken > this.told) this.publish(TAKEN, new Uint8Array(0));
      });
    }
  }

  protected write(bytes: Buffer): void {
    this.sent += bytes.length;
    const most = (this.line.connection.info?.max_payload ?? 1024 * 1024) - HEADER;
    for (let at = 0; at < bytes.length; at += most) this.publish(DATA, bytes.subarray(at, at + most));
  }

  private publish(what: number, bytes: Uint8Array): void {
    if (this.closed || this.peer === "" || this.line.connection.isClosed()) return;
    const piece = Buffer.allocUnsafe(HEADER + bytes.length);
    this.sentPieces = (this.sentPieces + 1) % NUMBERS;
    piece[0] = what;
    piece.writeUInt32BE(this.sentPieces, 1);
    piece.writeDoubleBE(this.taken, 5);
    piece.set(bytes, HEADER);
    this.told = this.taken;
    this.line.connection.publish(this.peer, piece);
  }
}
