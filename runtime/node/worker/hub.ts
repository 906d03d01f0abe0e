/**
 * The hub of the nodes of one process, in its main thread: who is there under which name, the directory, and the first word between two threads.
 *
 * Flow: every node has a line to the hub, a MessagePort. It asks (join, connect, create ...) and is answered under the number of its question; changes of the
 * directory come without asking. `connect` makes a pair of ports and gives one to each of the two: what they say then, the hub doesn't see.
 *
 * Order: a line keeps order, so an answer comes after all changes that were made before it.
 */
import { MessageChannel, MessagePort } from "node:worker_threads";
import { type Change, Keys } from "../keys.js";
import type { Entry, Revision } from "../transport.js";
import type { End } from "./channel.js";

export interface Asked {
  readonly number: number;
  readonly question: Question;
}
export type Question =
  /** A further line, for one that can't reach the hub by itself. */
  | { readonly what: "line" }
  | { readonly what: "join"; readonly name: string }
  | { readonly what: "leave" }
  | { readonly what: "names" }
  | { readonly what: "connect"; readonly name: string }
  | { readonly what: "create"; readonly key: string; readonly value: Uint8Array }
  | { readonly what: "update"; readonly key: string; readonly value: Uint8Array; readonly last: Revision }
  | { readonly what: "read"; readonly key: string }
  | { readonly what: "remove"; readonly key: string; readonly last: Revision }
  | { readonly what: "sync" };
/** What a line hears from the hub. */
export type Told =
  | { readonly answer: number; readonly value: unknown }
  | { readonly channel: End }
  | { readonly change: Change };

class Hub {
  private keys = new Keys();
  private readonly members = new Map<string, MessagePort>();

  /** Gives the other end of a new line. */
  line(): MessagePort {
    const { port1: line, port2 } = new MessageChannel();
    line.on("message", (asked: Asked) => this.answer(line, asked));
    line.on("close", () => this.leave(line));
    // What holds a program open is its own nodes, not the lines of others.
    line.unref();
    return port2;
  }

  private answer(line: MessagePort, { number, question }: Asked): void {
    const value = this.valueOf(line, question);
    const ports =
      value instanceof MessagePort ? [value] : question.what === "connect" && value ? [(value as End).port] : [];
    line.postMessage({ answer: number, value } satisfies Told, ports);
  }

  private valueOf(line: MessagePort, question: Question): unknown {
    switch (question.what) {
      case "line":
        return this.line();
      case "connect":
        return this.introduce(line, question.name);
      case "join":
        return this.join(line, question.name);
      case "leave":
        return this.leave(line);
      case "names":
        return [...this.members].flatMap(([name, member]) => (member === line ? [] : [name]));
      case "create":
        return this.change(question.key, question.value, (entry) => entry === undefined);
      case "update":
        return this.change(question.key, question.value, (entry) => entry?.revision === question.last);
      case "remove":
        return this.change(question.key, undefined, (entry) => entry?.revision === question.last) !== undefined;
      case "read":
        return this.keys.read(question.key);
      default:
        return undefined;
    }
  }

  private join(line: MessagePort, name: string): boolean {
    if (this.members.has(name)) return false;
    this.members.set(name, line);
    for (const [key, { value, revision }] of this.keys.all())
      line.postMessage({ change: { key, value, revision } } satisfies Told);
    return true;
  }

  private leave(line: MessagePort): void {
    for (const [name, member] of this.members) if (member === line) this.members.delete(name);
    // A cluster without nodes has nothing to remember.
    if (this.members.size === 0) this.keys = new Keys();
  }

  private introduce(line: MessagePort, name: string): End | undefined {
    const other = this.members.get(name);
    if (other === undefined || other === line) return undefined;
    const { port1, port2 } = new MessageChannel();
    const taken = new SharedArrayBuffer(8);
    other.postMessage({ channel: { port: port2, taken, side: 1 } } satisfies Told, [port2]);
    return { port: port1, taken, side: 0 };
  }

  private change(
    key: string,
    value: Uint8Array | undefined,
    allowed: (entry: Entry | undefined) => boolean,
  ): Revision | undefined {
    if (!allowed(this.keys.read(key))) return undefined;
    const change: Change = { revision: this.keys.head + 1, key, value };
    this.keys.apply(change);
    for (const line of this.members.values()) line.postMessage({ change } satisfies Told);
    return change.revision;
  }
}

/** There is one in a process; a thread that is not the main one has only its line to it. */
export const hub = new Hub();
