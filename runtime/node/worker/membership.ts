/** A node in a thread. What others change in the directory comes over its line to the hub, and a copy is kept here for those who watch. */
import { failure } from "../../core/error.js";
import { Keys } from "../keys.js";
import type { Channel, Directory, Entry, Membership, Revision, TransportEvents } from "../transport.js";
import { type End, PortChannel } from "./channel.js";
import type { Told } from "./hub.js";
import { type Line, TITLE } from "./line.js";

/** Joins the nodes of this process over a line to the hub. Errors: `node_name_taken`. */
export async function joinHub(line: Line, name: string, events: TransportEvents): Promise<Membership> {
  const member = new WorkerMembership(line, events);
  if (await line.ask({ what: "join", name })) return member;
  await line.close();
  throw failure("node_name_taken", { name, transport: TITLE });
}

class WorkerMembership implements Membership {
  readonly directory: Directory;
  private readonly keys = new Keys();
  private readonly channels = new Set<PortChannel>();
  private closed = false;

  constructor(
    private readonly line: Line,
    private readonly events: TransportEvents,
  ) {
    this.directory = new HubDirectory(line, this.keys);
    line.onNews = (told) => this.hear(told);
    line.onLost = () => this.lose();
  }

  names(): Promise<string[]> {
    return this.line.ask({ what: "names" });
  }

  async isGone(name: string): Promise<boolean> {
    return !(await this.names()).includes(name);
  }

  async connect(name: string): Promise<Channel> {
    const end: End | undefined = await this.line.ask({ what: "connect", name });
    if (end === undefined)
      throw failure("node_unreachable", { name, transport: TITLE, reason: "there is no node of this name" });
    return this.channel(end);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const channel of [...this.channels]) channel.close();
    await this.line.ask({ what: "leave" }).catch(() => {});
    await this.line.close();
  }

  private hear(told: Told): void {
    if ("change" in told) this.keys.apply(told.change);
    else if ("channel" in told) {
      if (this.closed) told.channel.port.close();
      else this.events.onChannel(this.channel(told.channel));
    }
  }

  private channel(end: End): PortChannel {
    const channel = new PortChannel(end, (ended) => void this.channels.delete(ended));
    this.channels.add(channel);
    return channel;
  }

  private lose(): void {
    if (this.closed) return;
    this.closed = true;
    const reason = "the thread that started this one is gone";
    for (const channel of [...this.channels]) channel.end(reason);
    this.events.onLost(reason);
  }
}

class HubDirectory implements Directory {
  constructor(
    private readonly line: Line,
    private readonly keys: Keys,
  ) {}
  create(key: string, value: Uint8Array): Promise<Revision | undefined> {
    return this.line.ask({ what: "create", key, value: own(value) });
  }
  update(key: string, value: Uint8Array, last: Revision): Promise<Revision | undefined> {
    return this.line.ask({ what: "update", key, value: own(value), last });
  }
  remove(key: string, last: Revision): Promise<boolean> {
    return this.line.ask({ what: "remove", key, last });
  }
  read(key: string): Promise<Entry | undefined> {
    return this.line.ask({ what: "read", key });
  }
  async watch(prefix: string, look: (key: string, entry: Entry | undefined) => void): Promise<() => void> {
    await this.sync();
    return this.keys.watch(prefix, look);
  }
  sync(): Promise<void> {
    return this.line.ask({ what: "sync" });
  }
}

/** A part of a larger buffer would be sent with all of it. */
const own = (value: Uint8Array): Uint8Array => new Uint8Array(value);
