/** A node's end of its line to the hub: questions and their answers. */
import type { MessagePort } from "node:worker_threads";
import { failure } from "../../core/error.js";
import type { Asked, Question, Told } from "./hub.js";

export const TITLE = "worker threads";

interface Waiting {
  readonly resolve: (value: any) => void;
  readonly reject: (error: Error) => void;
}

export class Line {
  /** What comes without having been asked for. */
  onNews: (told: Told) => void = () => {};
  /** The hub is gone. */
  onLost: () => void = () => {};
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  private closed = false;

  constructor(private readonly port: MessagePort) {
    port.on("message", (told: Told) => this.hear(told));
    port.on("close", () => this.lose());
  }

  /** Errors: `transport_unreachable` once the line is closed. */
  ask(question: Question): Promise<any> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(gone());
      const number = ++this.last;
      this.waiting.set(number, { resolve, reject });
      this.port.postMessage({ number, question } satisfies Asked);
    });
  }

  /** Whether the line keeps the thread from ending. */
  hold(on: boolean): void {
    if (on) this.port.ref();
    else this.port.unref();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const left = new Promise<void>((resolve) => this.port.once("close", resolve));
    this.port.close();
    await left;
    this.refuseAll();
  }

  private hear(told: Told): void {
    if (!("answer" in told)) return this.onNews(told);
    this.waiting.get(told.answer)?.resolve(told.value);
    this.waiting.delete(told.answer);
  }

  private lose(): void {
    if (this.closed) return;
    this.closed = true;
    this.refuseAll();
    this.onLost();
  }

  private refuseAll(): void {
    for (const { reject } of this.waiting.values()) reject(gone());
    this.waiting.clear();
  }
}

const gone = (): Error =>
  failure("transport_unreachable", { transport: TITLE, reason: "the node has left", remedy: "start it again" });
