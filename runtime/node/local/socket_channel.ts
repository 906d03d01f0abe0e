/**
 * A channel over a socket: frames with their lengths, many of one turn in one write.
 */
import type { Socket } from "node:net";
import { FrameChannel } from "../frame_channel.js";
import { linger } from "../linger.js";

/** Units: ms. How long a peer has to take what was sent before we closed. */
const LAST_WORDS = 1000;

export class SocketChannel extends FrameChannel {
  private reason = "the other side closed the connection";

  constructor(private readonly socket: Socket) {
    super();
    socket.on("data", (bytes) => {
      if (this.closed) return;
      const problem = this.cut(bytes);
      if (problem === undefined) return linger();
      socket.destroy();
      this.end(problem);
    });
    socket.on("error", (error) => {
      this.reason = error.message;
    });
    socket.on("close", () => this.end(this.reason));
  }

  get buffered(): number {
    return this.socket.writableLength + this.writer.size;
  }

  close(): void {
    if (this.closed) return;
    this.flush();
    this.end("it was closed here");
  }

  protected write(bytes: Buffer): void {
    if (!this.socket.writable) return;
    this.socket.write(bytes);
    linger();
  }

  protected release(): void {
    this.socket.destroySoon();
    this.socket.setTimeout(LAST_WORDS, () => this.socket.destroy());
  }
}
