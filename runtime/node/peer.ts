/**
 * Another node: the kind of all its processes here. What is done to one of them becomes a frame.
 *
 * Flow: an operation on a remote process -> a frame -> the connection, or, while there is none, what waits for one; the first frame asks for a connection. When
 * that can't be made, or breaks, everything that hangs on the node is told `noconnection`: calls, monitors, links. Afterwards the node may be connected anew.
 *
 * Order: frames to a node go out in the order of the operations. Must not know: what the other side does with a frame (incoming.ts).
 */
import { clock } from "../core/clock.js";
import { failure } from "../core/error.js";
import type { Fiber } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import type { Process } from "../core/process.js";
import type { RemoteKind, RemoteWatch } from "../core/remote.js";
import { severLinks } from "../core/signal.js";
import type { PendingCall, Request } from "../otp/pending_call.js";
import { CALL, CAST, KIND_OF_TAG } from "../otp/running.js";
import { encode } from "../wire/encode.js";
import type { Writer } from "../wire/writer.js";
import type { Writers } from "../wire/writers.js";
import type { Connection } from "./connection.js";
import type { Address, Caller, Identity } from "./identity.js";
import type { Settings } from "./option.js";
import type { Answers } from "./remote_caller.js";
import * as code from "./signal_code.js";

/** What a peer needs of its node. */
export interface Home {
  readonly settings: Settings;
  readonly identity: Identity;
  readonly writers: Writers;
  /** Begins to connect; `connected` or `failed` of the peer is called, later. */
  dial(peer: Peer): void;
  isUp(peer: Peer): void;
  isDown(peer: Peer, hidden: boolean, reason: string): void;
}

interface Watching {
  readonly to: Process;
  readonly watch: RemoteWatch;
}

export class Peer implements RemoteKind, Answers {
  readonly title = "process of another node";
  readonly serves = true;
  connection: Connection | null = null;
  /** A connection is being made. */
  dialing = false;
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private readonly watches = new Map<number, Watching>();
  private readonly numbers = new Map<RemoteWatch, number>();
  private lastWatch = 0;
  /** Stand-ins that have links. */
  private readonly linked = new Set<Process>();
  /** Links taken back here, by their ends, until the other side says that it knows. */
  private readonly unlinking = new Map<string, number>();

  constructor(
    readonly node: string,
    private readonly home: Home,
  ) {}

  turn(): void {}
  fiber(): Fiber | null {
    return null;
  }

  /* ---- what is done to its processes ---- */

  deliver(to: Process, tag: number, payload: unknown, from: unknown): void {
    if (tag === MESSAGE)
      return this.write(true, (out) => {
        out.byte(code.SEND);
        this.address(out, to);
        this.term(out, payload);
      });
    const { request, payload: content } = payload as { request: Request; payload: unknown };
    const call = from === null ? 0 : this.home.identity.begin(from as PendingCall);
    try {
      this.write(true, (out) => this.request(out, to, tag & KIND_OF_TAG, call, request, content));
    } catch (error) {
      this.home.identity.takeCall(call);
      throw error;
    }
  }

  private request(out: Writer, to: Process, tag: number, call: number, request: Request, payload: unknown): void {
    out.byte(code.REQUEST);
    out.count(call);
    out.byte(tag);
    this.address(out, to);
    const named = request.kind !== null && (tag === CALL || tag === CAST);
    out.byte(named ? code.NAMED : code.GENERIC);
    if (named) out.text(request.kind?.title ?? "");
    out.text(request.name);
    this.term(out, payload);
  }

  exit(to: Process, from: Process | undefined, reason: unknown): void {
    this.write(false, (out) => {
      out.byte(code.EXIT);
      out.byte(from === undefined ? 0 : 1);
      if (from !== undefined) this.pid(out, from);
      this.address(out, to);
      this.reason(out, reason);
    });
  }

  link(to: Process, from: Process): void {
    this.linked.add(to);
    // Not now: the link is made when this returns.
    if (this.isOfEarlierRun(to)) return clock.soon(() => this.endEarlierRuns());
    this.linkSignal(code.LINK, to, from);
  }

  unlink(to: Process, from: Process): void {
    const links = to.more?.links;
    if (links === from || (links instanceof Set && links.size === 1)) this.linked.delete(to);
    if (this.connection === null && this.waiting.length === 0) return;
    const ends = endsOf(to, from);
    this.unlinking.set(ends, (this.unlinking.get(ends) ?? 0) + 1);
    this.linkSignal(code.UNLINK, to, from);
  }

  /** The other side has seen an unlink of ours. */
  unlinked(to: Process, from: Process): void {
    const ends = endsOf(to, from);
    const left = (this.unlinking.get(ends) ?? 1) - 1;
    if (left === 0) this.unlinking.delete(ends);
    else this.unlinking.set(ends, left);
  }

  /** Whether a link from `to` that arrives now was made before it knew that ours was taken back. */
  isUnlinking(to: Process, from: Process): boolean {
    return this.unlinking.has(endsOf(to, from));
  }

  /** A link was made by the other side. */
  noteLink(to: Process): void {
    this.linked.add(to);
  }

  /** A link was taken away: without others, nothing is to be told to this stand-in any more. */
  noteUnlink(to: Process): void {
    const links = to.more?.links ?? null;
    if (links === null || (links instanceof Set && links.size === 0)) this.linked.delete(to);
  }

  linkExit(to: Process, from: Process, reason: unknown): void {
    this.noteUnlink(to);
    this.write(false, (out) => {
      out.byte(code.LINK_EXIT);
      this.pid(out, from);
      this.address(out, to);
      this.reason(out, reason);
    });
  }

  /** Says that an unlink was seen, or makes or takes back a link. */
  linkSignal(op: number, to: Process, from: Process): void {
    this.write(false, (out) => {
      out.byte(op);
      this.pid(out, from);
      this.address(out, to);
    });
  }

  watch(to: Process, watch: RemoteWatch): void {
    const id = ++this.lastWatch;
    this.watches.set(id, { to, watch });
    this.numbers.set(watch, id);
    this.write(false, (out) => {
      out.byte(code.WATCH);
      out.count(id);
      this.address(out, to);
    });
  }

  unwatch(_to: Process, watch: RemoteWatch): void {
    const id = this.numbers.get(watch);
    if (id === undefined) return;
    this.numbers.delete(watch);
    this.watches.delete(id);
    if (this.connection === null && this.waiting.length === 0) return;
    this.write(false, (out) => {
      out.byte(code.UNWATCH);
      out.count(id);
    });
  }

  /** What was watched has ended. */
  fired(id: number, reason: unknown): void {
    const watching = this.watches.get(id);
    if (watching === undefined) return;
    this.watches.delete(id);
    this.numbers.delete(watching.watch);
    watching.watch.ended(watching.to, reason);
  }

  /** Tells of the end of what the other side watches. */
  down(id: number, reason: unknown): void {
    this.write(false, (out) => {
      out.byte(code.DOWN);
      out.count(id);
      this.reason(out, reason);
    });
  }

  /* ---- answers to its calls ---- */

  reply({ call }: Caller, value: unknown): void {
    this.write(false, (out) => {
      out.byte(code.REPLY);
      out.count(call);
      this.term(out, value);
    });
  }

  fail({ call }: Caller, error: unknown): void {
    this.answer(code.FAIL, call, error);
  }

  ended({ call }: Caller, reason: unknown): void {
    this.answer(code.ENDED, call, reason);
  }

  private answer(op: number, call: number, reason: unknown): void {
    this.write(false, (out) => {
      out.byte(op);
      out.count(call);
      this.reason(out, reason);
    });
  }

  /* ---- frames ---- */

  private term(out: Writer, value: unknown): void {
    encode(out, value, this.home.identity, this.home.settings);
  }

  /** A value that must get through. */
  private reason(out: Writer, value: unknown): void {
    encode(out, value, this.home.identity, this.home.settings, true);
  }

  private pid(out: Writer, process: Process): void {
    out.count(this.home.identity.numberOfProcess(process));
  }

  private address(out: Writer, to: Process): void {
    const { creation, id, name, alias } = to.data as Address;
    if (name !== undefined) {
      out.byte(code.BY_NAME);
      return out.text(name);
    }
    out.byte(alias ? code.BY_ALIAS : code.BY_PID);
    out.count(creation);
    out.count(id);
  }

  /** `refusable`: may be refused when the other side is too slow; signals and answers may not. */
  private write(refusable: boolean, fill: (out: Writer) => void): void {
    this.home.writers.use((out) => {
      out.begin(this.home.settings.maxBytes);
      fill(out);
      this.post(out.taken(), refusable);
    });
  }

  private post(frame: Uint8Array, refusable: boolean): void {
    const { settings } = this.home;
    const { connection } = this;
    const hasRoom =
      connection === null ? this.waitingBytes + frame.length <= settings.maxBuffered : connection.hasRoom(frame.length);
    if (!hasRoom && settings.whenFull === "busy") {
      if (refusable) throw failure("node_busy", { node: this.node, buffered: settings.maxBuffered });
    } else if (!hasRoom) return this.overflow();
    if (connection !== null) return connection.send(frame);
    this.waiting.push(frame.slice());
    this.waitingBytes += frame.length;
    if (this.waiting.length > 1 || this.dialing) return;
    this.dialing = true;
    this.home.dial(this);
  }

  /** Not now: it is amid an operation of somebody who will be told. */
  private overflow(): void {
    const { connection } = this;
    const reason = `more than ${this.home.settings.maxBuffered} bytes wait for it`;
    clock.soon(() => (connection === null ? this.lost(reason) : connection.close(reason)));
  }

  /* ---- life ---- */

  connected(connection: Connection): void {
    this.dialing = false;
    this.connection = connection;
    this.home.isUp(this);
    const { waiting } = this;
    this.waiting = [];
    this.waitingBytes = 0;
    for (const frame of waiting) connection.send(frame);
    this.endEarlierRuns();
  }

  /** Whether a process is of a node of the same name that was there before: it has ended, and nobody there knows of it. */
  private isOfEarlierRun(to: Process): boolean {
    return this.connection !== null && (to.data as Address).creation !== this.connection.them.creation;
  }

  private endEarlierRuns(): void {
    for (const stranger of [...this.linked]) {
      if (!this.isOfEarlierRun(stranger)) continue;
      this.linked.delete(stranger);
      severLinks(stranger, "noproc");
    }
  }

  /** The connection broke, or couldn't be made: nothing that hangs on it will be answered. */
  lost(reason: string): void {
    const before = this.connection;
    this.dialing = false;
    this.connection = null;
    this.waiting = [];
    this.waitingBytes = 0;
    this.unlinking.clear();
    const watches = [...this.watches.values()];
    this.watches.clear();
    this.numbers.clear();
    const linked = [...this.linked];
    this.linked.clear();
    for (const stranger of linked) severLinks(stranger, "noconnection");
    for (const { to, watch } of watches) watch.ended(to, "noconnection");
    this.home.identity.failCalls(this, "noconnection");
    if (before !== null) this.home.isDown(this, before.them.hidden, reason);
  }
}

const endsOf = (to: Process, from: Process): string => {
  const { creation, id } = to.data as Address;
  return `${creation}/${id}/${from.id}`;
};
