/**
 * The directory of a cluster on NATS: a bucket of JetStream KV. Its revisions are the stream's sequence numbers.
 *
 * Flow: one watch of the whole bucket keeps a copy here, which tells the watchers; changes and reads go to the leader of the stream.
 *
 * Shape: any text may be a key here and few characters in a bucket, so a key is encoded, or hashed when it is long, and stands in clear before its value:
 * 2 bytes of length, the key, the value.
 */
import { createHash } from "node:crypto";
import type { KvEntry } from "@nats-io/kv";
import { clock } from "../../core/clock.js";
import { Keys } from "../keys.js";
import type { Directory, Entry, Revision } from "../transport.js";
import { type Client, PAUSE, unreachable } from "./client.js";

/** Units: characters of an encoded key, which is part of a line of NATS' protocol. */
const LONGEST = 1000;
/** Units: ms. A watch that tells nothing of changes for so long is begun anew. */
const SILENCE = 1000;
/** JetStream's codes for "this was not the last revision". */
const OVERTAKEN = [10071, 10164];

interface Waiter {
  readonly revision: Revision;
  readonly done: () => void;
}

export class NatsDirectory implements Directory {
  private readonly keys = new Keys();
  /** Keys by what they are called in the bucket: a deletion has nothing else. */
  private readonly known = new Map<string, string>();
  private readonly waiters = new Set<Waiter>();
  private closed = false;
  private stopFeed: () => void = () => {};
  private stopRetry: () => void = () => {};

  private constructor(private readonly client: Client) {}

  static async open(client: Client): Promise<NatsDirectory> {
    const directory = new NatsDirectory(client);
    await directory.feed();
    await directory.sync();
    return directory;
  }

  async create(key: string, value: Uint8Array): Promise<Revision | undefined> {
    return this.change(() => this.client.bucket.create(encoded(key), packed(key, value)));
  }

  async update(key: string, value: Uint8Array, last: Revision): Promise<Revision | undefined> {
    return this.change(() => this.client.bucket.update(encoded(key), packed(key, value), last));
  }

  async remove(key: string, last: Revision): Promise<boolean> {
    const removed = this.change(async () => {
      await this.client.bucket.delete(encoded(key), { previousSeq: last });
      return last;
    });
    return (await removed) !== undefined;
  }

  async read(key: string): Promise<Entry | undefined> {
    const entry = await this.asked(() => this.client.bucket.get(encoded(key)));
    return entry === null || entry.operation !== "PUT" ? undefined : unpacked(entry).entry;
  }

  async watch(prefix: string, look: (key: string, entry: Entry | undefined) => void): Promise<() => void> {
    await this.sync();
    return this.keys.watch(prefix, look);
  }

  async sync(): Promise<void> {
    const { state } = await this.asked(() => this.client.streams.info(this.client.stream));
    const before = this.keys.head;
    if (before >= state.last_seq) return;
    await new Promise<void>((resolve, reject) => {
      // The server that fed us may be gone, which NATS' client notices late.
      const silent = clock.later(() => {
        if (this.keys.head === before) this.stopFeed();
      }, SILENCE);
      const late = clock.later(() => {
        this.waiters.delete(waiter);
        reject(
          unreachable(
            this.client.title,
            "its changes don't come",
            "is NATS overloaded, or its cluster without a majority?",
          ),
        );
      }, this.client.timeout);
      const waiter = {
        revision: state.last_seq,
        done: () => {
          silent();
          late();
          resolve();
        },
      };
      this.waiters.add(waiter);
    });
  }

  close(): void {
    this.closed = true;
    this.stopFeed();
    this.stopRetry();
    for (const waiter of this.waiters) waiter.done();
    this.waiters.clear();
  }

  /** Follows the bucket until `close`. A watch that breaks off is begun anew and gives what was missed. */
  private async feed(): Promise<void> {
    const changes = await this.asked(() => this.client.bucket.watch());
    if (this.closed) return changes.stop();
    this.stopFeed = () => changes.stop();
    const follow = async (): Promise<void> => {
      for await (const entry of changes) this.apply(entry);
    };
    follow()
      .catch(() => {})
      .then(() => this.feedAgain());
  }

  private feedAgain(): void {
    if (this.closed || this.client.connection.isClosed()) return;
    this.feed().catch(() => {
      if (!this.closed) this.stopRetry = clock.later(() => this.feedAgain(), PAUSE);
    });
  }

  private apply(entry: KvEntry): void {
    const { revision } = entry;
    if (revision <= this.keys.head) return;
    if (entry.operation === "PUT") {
      const { key, entry: own } = unpacked(entry);
      this.known.set(entry.key, key);
      this.keys.apply({ key, value: own.value, revision });
    } else {
      const key = this.known.get(entry.key);
      this.known.delete(entry.key);
      if (key === undefined) this.keys.skip(revision);
      else this.keys.apply({ key, value: undefined, revision });
    }
    for (const waiter of this.waiters) {
      if (waiter.revision > revision) continue;
      this.waiters.delete(waiter);
      waiter.done();
    }
  }

  /** Undefined: the key was not as it had to be. */
  private async change(work: () => Promise<Revision>): Promise<Revision | undefined> {
    try {
      return await work();
    } catch (error) {
      if (OVERTAKEN.includes((error as { code?: number }).code as number)) return undefined;
      throw this.problem(error);
    }
  }

  private async asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.problem(error);
    }
  }

  private problem(error: unknown): Error {
    return unreachable(this.client.title, error, "is it running, and has its cluster a majority?");
  }
}

function encoded(key: string): string {
  const text = `k${Buffer.from(key).toString("base64url")}`;
  return text.length <= LONGEST ? text : `h${createHash("sha256").update(key).digest("hex")}`;
}

function packed(key: string, value: Uint8Array): Uint8Array {
  const name = Buffer.from(key);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(name.length);
  return Buffer.concat([length, name, value]);
}

function unpacked({ value, revision }: KvEntry): { key: string; entry: Entry } {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const end = 2 + bytes.readUInt16BE(0);
  return { key: bytes.toString("utf8", 2, end), entry: { value: bytes.subarray(end), revision } };
}
