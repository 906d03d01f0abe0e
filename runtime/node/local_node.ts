/**
 * The node that this program is, from `Node.start` to `Node.stop`: its name, its peers, and the doors in and out.
 *
 * Flow: `open` joins the transport -> other nodes come in by `onChannel`, are asked for by `dial` -> a handshake -> the peer is up, and both tell each other
 * whom else they know, so that all visible nodes are connected -> a connection that ends takes down what hung on it -> `close`.
 *
 * Two nodes that connect to each other at the same time get one connection: the one that was begun by the node with the greater name.
 */
import { secretBytes } from "../core/chance.js";
import { clock } from "../core/clock.js";
import { failure, type TinctureError } from "../core/error.js";
import { here } from "../core/process.js";
import { elsewhere, type RemoteKind, withoutNode } from "../core/remote.js";
import { reportError } from "../core/report.js";
import { CAST } from "../otp/running.js";
import { START, startFor } from "../otp/start_on.js";
import { decode } from "../wire/decode.js";
import { encode } from "../wire/encode.js";
import { Reader } from "../wire/reader.js";
import { Writers } from "../wire/writers.js";
import { Connection, greet, type Outcome, outcomeError, TICKS, type Traffic } from "./connection.js";
import { GROUP, Groups } from "./group.js";
import type { Greeted, Greeter, Introduction, Refusal } from "./handshake.js";
import { type Caller, Identity, type Peers } from "./identity.js";
import { Incoming } from "./incoming.js";
import { checkNodeName, type Settings } from "./option.js";
import { type Home, Peer } from "./peer.js";
import { ForeignCaller } from "./remote_caller.js";
import { RPC, serve } from "./rpc.js";
import { services } from "./service.js";
import type { Channel, Membership, Transport } from "./transport.js";
import { Weak } from "./weak.js";

/** How many strangers may be in a handshake at once; one more ends the oldest, so that silent ones don't keep others out. */
const MOST_STRANGERS = 64;
/** How many names another node may tell of. */
const MOST_NAMES = 10_000;
const MEET = "$meet";

/** Told of nodes that come and go. */
export interface NodeWatcher {
  nodeUp?(node: string, hidden: boolean): void;
  nodeDown?(node: string, hidden: boolean, reason: string): void;
}

export class LocalNode implements Home, Peers, Greeter {
  readonly self: Introduction;
  readonly cookie: string;
  readonly identity: Identity;
  readonly writers = new Writers();
  readonly watchers = new Set<NodeWatcher>();
  /** Held by their processes: a name that came in a message and was forgotten is no peer any more. */
  private readonly peers = new Weak<string, Peer>();
  private readonly up = new Map<string, Peer>();
  private readonly attempts = new Map<Peer, Attempt>();
  private membership: Membership | null = null;
  /** Channels in a handshake, oldest first. */
  private readonly strangers = new Set<Channel>();
  private stopTicking: (() => void) | null = null;
  private lastTick = 0;
  private closing = false;

  private constructor(
    readonly name: string,
    readonly settings: Settings,
    readonly transport: Transport,
  ) {
    const creation = new DataView(secretBytes(4).buffer).getUint32(0);
    this.self = { name, creation, hidden: settings.hidden };
    this.cookie = settings.cookie;
    this.identity = new Identity(name, creation, this);
  }

  /** Starts a node. Errors: of the transport. Nothing is left of one that didn't start. */
  static async open(name: string, settings: Settings, transport: Transport): Promise<LocalNode> {
    const node = new LocalNode(checkNodeName(name), settings, transport);
    node.membership = await transport.open(name, {
      onChannel: (channel) => node.answer(channel),
      onLost: (reason) => node.transportLost(reason),
    });
    here.node = name;
    elsewhere.named = (process, on) => node.identity.named(process, on);
    services.set(START, (_name, payload, caller) => caller !== null && startFor(caller, payload));
    services.set(RPC, serve);
    const groups = new Groups(node);
    services.set(GROUP, (news, payload, _caller, from) => groups.hear(news, payload, from));
    services.set(MEET, (_name, payload, _caller, from) => node.meet(payload, from));
    node.lastTick = clock.now();
    node.tick();
    return node;
  }

  /** Leaves: all peers are lost, and nothing holds the program open. */
  async close(): Promise<void> {
    this.closing = true;
    this.stopTicking?.();
    here.node = "nonode@nohost";
    elsewhere.named = withoutNode;
    services.clear();
    for (const peer of [...this.up.values()]) peer.connection?.close("this node stopped");
    for (const [peer, attempt] of [...this.attempts]) {
      peer.lost("this node stopped");
      attempt.channel?.close();
    }
    await this.membership?.close();
  }

  /* ---- what the rest of the layer asks ---- */

  kindOf(node: string): RemoteKind {
    return this.peer(node);
  }

  peer(node: string): Peer {
    return this.peers.take(node, () => new Peer(node, this));
  }

  callerOf({ node, creation, call }: Caller): object {
    return new ForeignCaller(node, creation, call, this.peer(node));
  }

  get directory(): Membership["directory"] {
    if (this.membership === null) throw failure("node_not_started", { operation: "a global name" });
    return this.membership.directory;
  }

  /** Whether surely no node of this name runs any more. */
  async isGone(name: string): Promise<boolean> {
    return (await this.membership?.isGone?.(name)) === true;
  }

  /** Nodes that are connected, in order of connection. */
  connected(): { name: string; hidden: boolean; traffic: Traffic }[] {
    return [...this.up.values()].flatMap(({ node: name, connection }) =>
      connection === null ? [] : [{ name, hidden: connection.them.hidden, traffic: connection.traffic }],
    );
  }

  /** A term as bytes, for what is kept outside of nodes. Errors: `not_sendable`. */
  encodeTerm(value: unknown): Uint8Array {
    return this.writers.use((out) => {
      out.begin(this.settings.maxBytes);
      encode(out, value, this.identity, this.settings);
      return out.taken().slice();
    });
  }

  decodeTerm(bytes: Uint8Array): unknown {
    return decode(new Reader(bytes), this.identity, this.settings);
  }

  /* ---- out ---- */

  /** Connects. Settles when it is done; undefined when it was done, or the error. */
  connect(name: string): Promise<TinctureError | undefined> {
    const peer = this.peer(name);
    if (peer.connection !== null) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const attempt = this.attempts.get(peer);
      if (attempt !== undefined) return void attempt.waiting.push(resolve);
      peer.dialing = true;
      this.dial(peer, resolve);
    });
  }

  /** A peer that was given up meanwhile may ask anew: the connection that is being made is still for it. */
  dial(peer: Peer, told?: (error: TinctureError | undefined) => void): void {
    if (this.attempts.has(peer)) return;
    const attempt = new Attempt(told === undefined ? [] : [told]);
    this.attempts.set(peer, attempt);
    void this.tryToDial(peer, attempt);
  }

  private async tryToDial(peer: Peer, attempt: Attempt): Promise<void> {
    let channel: Channel;
    try {
      if (this.membership === null || this.closing) throw failure("node_not_started", { operation: "a connection" });
      channel = await this.membership.connect(peer.node);
    } catch (error) {
      return this.attemptFailed(peer, attempt, error as TinctureError);
    }
    if (this.attempts.get(peer) !== attempt || this.closing) {
      channel.close();
      return this.attemptFailed(peer, attempt, failure("node_not_started", { operation: "a connection" }));
    }
    attempt.channel = channel;
    greet(channel, this, peer.node, this.settings.setupTime, (outcome) => {
      if ("greeted" in outcome) return this.welcome(channel, outcome.greeted);
      // They connect to us at this moment: theirs is the connection that counts. If it doesn't come, that one's end says so.
      if ("refused" in outcome && outcome.refused.byThem && outcome.refused.refusal === "simultaneous")
        return this.awaitTheirs(peer, attempt);
      this.attemptFailed(peer, attempt, outcomeError(peer.node, this.transport.title, outcome));
    });
  }

  private awaitTheirs(peer: Peer, attempt: Attempt): void {
    attempt.yielded = true;
    attempt.stopClock = clock.later(() => {
      const reason = `no connection within ${this.settings.setupTime} ms`;
      this.attemptFailed(
        peer,
        attempt,
        failure("node_unreachable", { name: peer.node, transport: this.transport.title, reason }),
      );
    }, this.settings.setupTime);
  }

  private attemptFailed(peer: Peer, attempt: Attempt, error: TinctureError): void {
    if (this.attempts.get(peer) !== attempt) return;
    this.attempts.delete(peer);
    attempt.stopClock?.();
    if (!this.closing) this.settings.onTrouble(peer.node, error.message);
    peer.lost(error.message);
    for (const tell of attempt.waiting) tell(error);
  }

  /* ---- in ---- */

  private answer(channel: Channel): void {
    if (this.closing) return channel.close();
    const [oldest] = this.strangers;
    if (this.strangers.size >= MOST_STRANGERS) oldest?.close();
    this.strangers.add(channel);
    greet(channel, this, null, this.settings.setupTime, (outcome: Outcome) => {
      this.strangers.delete(channel);
      if ("greeted" in outcome) this.welcome(channel, outcome.greeted);
    });
  }

  accepts(who: Introduction): Refusal | undefined {
    if (this.closing) return "closing";
    if (who.name === this.name) return "name";
    const peer = this.peers.get(who.name);
    const attempt = peer && this.attempts.get(peer);
    return attempt !== undefined && !attempt.yielded && this.name > who.name ? "simultaneous" : undefined;
  }

  private welcome(channel: Channel, them: Greeted): void {
    const peer = this.peer(them.name);
    // Its end of an earlier connection is gone, or it runs anew: ours is of no more use.
    peer.connection?.close("the node connected anew");
    const attempt = this.attempts.get(peer);
    this.attempts.delete(peer);
    attempt?.stopClock?.();
    if (attempt?.channel !== channel) attempt?.channel?.close();
    const incoming = new Incoming(peer, them.creation, this.identity, this.settings);
    const connection = new Connection(
      channel,
      them,
      this.settings,
      (frame) => {
        try {
          incoming.take(frame);
        } catch (error) {
          connection.close(`it sent what no node sends: ${String(error)}`);
        }
      },
      (reason) => {
        incoming.close();
        if (peer.connection === connection) peer.lost(reason);
      },
    );
    peer.connected(connection);
    for (const tell of attempt?.waiting ?? []) tell(undefined);
    if (!this.settings.hidden && !them.hidden) this.introduce(peer);
  }

  /* ---- who knows whom ---- */

  /** Tells a new peer of the others. */
  private introduce(peer: Peer): void {
    const names = this.connected().filter(({ name, hidden }) => !hidden && name !== peer.node);
    if (names.length > 0)
      this.tell(
        peer.node,
        MEET,
        "meet",
        names.map(({ name }) => name),
      );
  }

  private meet(payload: unknown, from: string): void {
    const known = this.up.get(from)?.connection;
    if (this.settings.hidden || known == null || known.them.hidden) return;
    if (!Array.isArray(payload) || payload.length > MOST_NAMES) return;
    for (const name of payload) {
      if (typeof name === "string" && name !== this.name && isNodeName(name)) void this.connect(name);
    }
  }

  /** Asks a service of another node for something, without an answer. */
  tell(node: string, service: string, name: string, payload: unknown): void {
    this.peer(node).deliver(
      this.identity.named(service, node),
      CAST,
      { request: { tag: CAST, name, kind: null }, payload },
      null,
    );
  }

  /* ---- life ---- */

  private tick(): void {
    const period = this.settings.heartbeat / TICKS;
    this.stopTicking = clock.later(() => this.tick(), period);
    const now = clock.now();
    // This program was stopped, or busy for long: what others have sent meanwhile waits to be read.
    const wasAway = now - this.lastTick > 2 * period;
    this.lastTick = now;
    for (const { connection } of [...this.up.values()]) {
      if (wasAway) connection?.excuse(now);
      connection?.tick(now);
    }
  }

  private transportLost(reason: string): void {
    if (this.closing) return;
    reportError(
      { node: this.name, reason },
      `node ${this.name} has lost its transport ${this.transport.title}: ${reason}`,
    );
  }

  isUp(peer: Peer): void {
    this.up.set(peer.node, peer);
    const hidden = peer.connection?.them.hidden === true;
    for (const watcher of [...this.watchers]) watcher.nodeUp?.(peer.node, hidden);
  }

  isDown(peer: Peer, hidden: boolean, reason: string): void {
    this.up.delete(peer.node);
    if (!this.closing) this.settings.onTrouble(peer.node, reason);
    for (const watcher of [...this.watchers]) watcher.nodeDown?.(peer.node, hidden, reason);
  }
}

/** A connection that is being made. */
class Attempt {
  channel: Channel | null = null;
  /** It gave way to one that the other side makes. */
  yielded = false;
  stopClock: (() => void) | null = null;
  constructor(readonly waiting: ((error: TinctureError | undefined) => void)[]) {}
}

function isNodeName(name: string): boolean {
  try {
    return checkNodeName(name) === name;
  } catch {
    return false;
  }
}
