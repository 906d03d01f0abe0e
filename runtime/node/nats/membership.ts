/**
 * A node on NATS: its name is a key of the cluster's bucket, its door a subject that others knock at to open a channel.
 *
 * Flow: listen at a door of one's own -> take the name in the bucket -> `connect` finds the other's door there and knocks -> both publish to each other's
 * subjects. Where nobody listens, NATS says so at once: that is how a name left behind by a dead node is known and taken over.
 *
 * Shape of subjects: `tincture.CLUSTER.door.ID` and `tincture.CLUSTER.to.ID.NUMBER`; ID is drawn anew whenever a node starts.
 */
import type { Msg, Status } from "@nats-io/transport-node";
import { failure } from "../../core/error.js";
import { reportError } from "../../core/report.js";
import type { Channel, Membership, TransportEvents } from "../transport.js";
import { NatsChannel } from "./channel.js";
import { type Client, connectTo } from "./client.js";
import { NatsDirectory } from "./directory.js";
import type { NatsOptions } from "./option.js";

const MEMBER = "member/";
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Units: characters. A subject that a peer names is no longer. */
const LONGEST_SUBJECT = 300;

export async function joinNats(options: NatsOptions, name: string, events: TransportEvents): Promise<Membership> {
  const client = await connectTo(options, name);
  let directory: NatsDirectory | undefined;
  try {
    directory = await NatsDirectory.open(client);
    const member = new NatsMembership(client, directory, name, events);
    await member.join();
    return member;
  } catch (error) {
    directory?.close();
    await client.connection.close();
    throw error;
  }
}

class NatsMembership implements Membership {
  private readonly id: string;
  private readonly channels = new Map<number, NatsChannel>();
  private lastChannel = 0;
  private closed = false;

  constructor(
    private readonly client: Client,
    readonly directory: NatsDirectory,
    private readonly name: string,
    private readonly events: TransportEvents,
  ) {
    this.id = client.unique();
    const { connection, prefix } = client;
    connection.subscribe(`${prefix}.door.${this.id}`, {
      callback: (error, message) => void (error ?? this.answer(message)),
    });
    connection.subscribe(`${prefix}.to.${this.id}.*`, {
      callback: (error, message) => void (error ?? this.arrive(message)),
    });
    void this.follow();
  }

  /** Takes the name. Errors: `node_name_taken`. */
  async join(): Promise<void> {
    const key = MEMBER + this.name;
    for (;;) {
      if ((await this.directory.create(key, encoder.encode(this.id))) !== undefined) return;
      const entry = await this.directory.read(key);
      if (entry === undefined) continue;
      const other = decoder.decode(entry.value);
      if (other === this.id) return;
      if (await this.isSomebodyAt(other))
        throw failure("node_name_taken", { name: this.name, transport: this.client.title });
      if ((await this.directory.update(key, encoder.encode(this.id), entry.revision)) !== undefined) return;
    }
  }

  async names(): Promise<string[]> {
    const members: [name: string, id: string][] = [];
    const stop = await this.directory.watch(MEMBER, (key, entry) => {
      if (entry !== undefined) members.push([key.slice(MEMBER.length), decoder.decode(entry.value)]);
    });
    stop();
    const others = members.filter(([, id]) => id !== this.id);
    const present = await Promise.all(others.map(([, id]) => this.isSomebodyAt(id)));
    return others.flatMap(([name], i) => (present[i] ? [name] : []));
  }

  async connect(name: string): Promise<Channel> {
    const entry = await this.directory.read(MEMBER + name);
    if (entry === undefined) throw this.unreachable(name, "there is no node of this name");
    const number = ++this.lastChannel;
    const channel = this.channel(number);
    try {
      const door = this.doorOf(decoder.decode(entry.value));
      const answer = await this.client.connection.request(door, this.addressOf(number), {
        timeout: this.client.timeout,
      });
      channel.open(decoder.decode(answer.data));
      return channel;
    } catch (error) {
      this.channels.delete(number);
      throw this.unreachable(name, isNobody(error) ? "it is gone" : (error as Error).message);
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const channel of [...this.channels.values()]) channel.close();
    const { connection } = this.client;
    if (!connection.isClosed()) {
      await this.leave().catch(() => {});
      this.directory.close();
      await connection.drain().catch(() => {});
    }
    await connection.close();
  }

  /** Gives the name back. */
  private async leave(): Promise<void> {
    const entry = await this.directory.read(MEMBER + this.name);
    if (entry !== undefined && decoder.decode(entry.value) === this.id)
      await this.directory.remove(MEMBER + this.name, entry.revision);
  }

  private channel(number: number): NatsChannel {
    const { connection } = this.client;
    const forget = () => void this.channels.delete(number);
    const channel = new NatsChannel({ connection, forget });
    this.channels.set(number, channel);
    return channel;
  }

  /** Somebody knocked: with the subject of their end, or with nothing, to know whether anybody is here. */
  private answer(message: Msg): void {
    const peer = decoder.decode(message.data);
    if (peer === "") return void message.respond();
    if (!peer.startsWith(`${this.client.prefix}.to.`) || peer.length > LONGEST_SUBJECT || /[\s*>]/.test(peer)) return;
    const number = ++this.lastChannel;
    const channel = this.channel(number);
    message.respond(this.addressOf(number));
    channel.open(peer);
    this.events.onChannel(channel);
  }

  private arrive(message: Msg): void {
    const number = Number(message.subject.slice(message.subject.lastIndexOf(".") + 1));
    this.channels.get(number)?.arrive(message.data);
  }

  private addressOf(number: number): string {
    return `${this.client.prefix}.to.${this.id}.${number}`;
  }
  private doorOf(id: string): string {
    return `${this.client.prefix}.door.${id}`;
  }

  /** One that doesn't answer in time may still be there: it is not asked to give way. */
  private async isSomebodyAt(id: string): Promise<boolean> {
    try {
      await this.client.connection.request(this.doorOf(id), undefined, { timeout: this.client.timeout });
      return true;
    } catch (error) {
      return !isNobody(error);
    }
  }

  /** Watches the connection: after a break, whether the name is still ours; at its end, that all is over. */
  private async follow(): Promise<void> {
    const { connection, title } = this.client;
    const listen = async (): Promise<void> => {
      for await (const status of connection.status() as AsyncIterable<Status>)
        if (status.type === "reconnect") this.comeBack();
    };
    listen().catch(() => {});
    const error = await connection.closed();
    if (!this.closed)
      this.lose(`the connection to ${title} is closed${error instanceof Error ? `: ${error.message}` : ""}`);
  }

  private comeBack(): void {
    if (this.closed) return;
    this.join().catch((error) => {
      if (this.closed) return;
      if ((error as { code?: string }).code === "node_name_taken") this.lose("another node took the name meanwhile");
      else reportError({ error }, `the node "${this.name}" could not take its name again: ${String(error)}`);
    });
  }

  private lose(reason: string): void {
    this.closed = true;
    this.directory.close();
    for (const channel of [...this.channels.values()]) channel.end(reason);
    void this.client.connection.close();
    this.events.onLost(reason);
  }

  private unreachable(name: string, reason: string): Error {
    return failure("node_unreachable", { name, transport: this.client.title, reason });
  }
}

/** Whether NATS said that nobody listens. */
const isNobody = (error: unknown): boolean => (error as { isNoResponders?: () => boolean }).isNoResponders?.() === true;
