/**
 * Frames of another node, done here: the other end of peer.ts.
 *
 * Shape: one reader for each op of signal_code.ts. A frame is read as a whole before anything is done for it. Nothing that a peer names is loaded or called:
 * processes and names are looked up among those that are there, handlers and services among those that were defined.
 *
 * Errors: BadBytes for a frame that no node of ours has written; it ends the connection.
 */
import { MESSAGE } from "../core/mailbox.js";
import { whereis } from "../core/name.js";
import { type AtEnd, addAtEnd, isDead, type Kind, type Process } from "../core/process.js";
import { deliver } from "../core/scheduler.js";
import { addLinks, dropLinks, exitSignal, isLinked, linkSignal } from "../core/signal.js";
import { BlockServer } from "../otp/block_server.js";
import type { Request } from "../otp/pending_call.js";
import { deliverRequest } from "../otp/request.js";
import { CALL, CAST, NUMBER_SHIFT, SYSTEM } from "../otp/running.js";
import { checkSystemRequest } from "../otp/system.js";
import { problemWith, reportDropped } from "../otp/validator/request.js";
import { BadBytes } from "../wire/bound.js";
import { decode } from "../wire/decode.js";
import { Reader } from "../wire/reader.js";
import type { Identity } from "./identity.js";
import type { Settings } from "./option.js";
import type { Peer } from "./peer.js";
import { RemoteCaller } from "./remote_caller.js";
import { type Service, services } from "./service.js";
import * as code from "./signal_code.js";

/** Whom a frame is for: a process, a service of the node, or nobody any more. */
type Target = Process | Service | undefined;

const isService = (target: Target): target is Service => typeof target === "function";

/** A kind that no server is of: a request of its clients is unknown to every server, and named in what arrives. */
const otherKind: Kind = { title: "", serves: false, turn: () => {}, fiber: () => null };

/** What the other side watches. */
class Watched implements AtEnd {
  constructor(
    readonly peer: Peer,
    readonly id: number,
    readonly process: Process,
    readonly all: Map<number, Watched>,
  ) {}
  ended(_process: Process, reason: unknown): void {
    this.all.delete(this.id);
    this.peer.down(this.id, reason);
  }
}

export class Incoming {
  private readonly watched = new Map<number, Watched>();

  constructor(
    private readonly peer: Peer,
    /** Which run of the other node this is. */
    private readonly creation: number,
    private readonly identity: Identity,
    private readonly settings: Settings,
  ) {}

  /** The connection is over: nobody waits for the ends of our processes. */
  close(): void {
    for (const entry of this.watched.values()) entry.process.more?.atEnd?.delete(entry);
    this.watched.clear();
  }

  take(frame: Uint8Array): void {
    const from = new Reader(frame);
    switch (from.byte()) {
      case code.SEND:
        return this.send(this.process(from), this.term(from));
      case code.REQUEST:
        return this.request(from);
      case code.REPLY:
        return this.identity.takeCall(from.count())?.settleWith(this.term(from));
      case code.FAIL:
        return this.identity.takeCall(from.count())?.fail(this.term(from));
      case code.ENDED: {
        const call = this.identity.takeCall(from.count());
        const reason = this.term(from);
        return call?.ended(call.server, reason);
      }
      case code.LINK:
        return this.link(this.stranger(from), this.process(from));
      case code.UNLINK:
        return this.unlink(this.stranger(from), this.process(from));
      case code.UNLINKED: {
        const [stranger, own] = [this.stranger(from), this.process(from)];
        return own === undefined ? undefined : this.peer.unlinked(stranger, own);
      }
      case code.LINK_EXIT:
        return this.linkExit(this.stranger(from), this.process(from), this.term(from));
      case code.EXIT: {
        const sender = from.byte() === 0 ? undefined : this.stranger(from);
        const to = this.process(from);
        const reason = this.term(from);
        if (to !== undefined) exitSignal(to, sender, reason);
        return;
      }
      case code.WATCH:
        return this.watch(from.count(), this.process(from));
      case code.UNWATCH:
        return this.unwatch(from.count());
      case code.DOWN:
        return this.peer.fired(from.count(), this.term(from));
      default:
        throw new BadBytes("no frame begins so");
    }
  }

  /* ---- parts of frames ---- */

  private term(from: Reader): unknown {
    return decode(from, this.identity, this.settings);
  }

  /** A process of the other side. */
  private stranger(from: Reader): Process {
    return this.identity.remote(this.peer.node, this.creation, from.count());
  }

  private address(from: Reader): Target {
    const kind = from.byte();
    if (kind === code.BY_NAME) {
      const name = from.text();
      return services.get(name) ?? whereis(name);
    }
    if (kind !== code.BY_PID && kind !== code.BY_ALIAS) throw new BadBytes("no address begins so");
    const [creation, id] = [from.count(), from.count()];
    if (creation !== this.identity.creation) return undefined;
    if (kind === code.BY_ALIAS) return this.identity.alias(id)?.take();
    return this.identity.process(id);
  }

  /** A process of ours: a service can be asked, and nothing else be done to it. */
  private process(from: Reader): Process | undefined {
    const target = this.address(from);
    return isService(target) ? undefined : target;
  }

  /* ---- what frames ask for ---- */

  private send(to: Process | undefined, message: unknown): void {
    if (to !== undefined) this.deliver(to, MESSAGE, message, null);
  }

  private request(from: Reader): void {
    const call = from.count();
    const tag = from.byte();
    const to = this.address(from);
    const title = from.byte() === code.NAMED ? from.text() : null;
    const name = from.text();
    const payload = this.term(from);
    if (tag !== CALL && tag !== CAST && tag !== SYSTEM) throw new BadBytes("no request is of this kind");
    if (title !== null && !Array.isArray(payload)) throw new BadBytes("a handler takes a list of arguments");
    const request: Request = { tag, name, kind: title === null ? null : otherKind, system: tag === SYSTEM };
    const server = to === undefined || isService(to) ? this.identity.process(0) : to;
    const { node } = this.peer;
    const caller = call === 0 ? null : new RemoteCaller(server, request, payload, node, this.creation, call, this.peer);
    if (isService(to)) return to(name, payload, caller, node);
    if (to === undefined || isDead(to)) return caller?.ended(server, "noproc");
    if (tag === SYSTEM) return this.system(to, request, payload, caller);
    const number = title === null ? 0 : numberOf(to, title, name, tag);
    if (number > 0) this.deliver(to, (number << NUMBER_SHIFT) | tag, payload, caller);
    else deliverRequest(to, request, payload, caller);
  }

  /** What a handler says that it doesn't take is not delivered: a caller is told, the rest is reported here. */
  private deliver(to: Process, tag: number, payload: unknown, caller: RemoteCaller | null): void {
    const wrong = problemWith(to, tag, payload);
    if (wrong === undefined) deliver(to, tag, payload, caller);
    else if (caller !== null) caller.fail(wrong);
    else reportDropped(to, tag, this.peer.node, wrong);
  }

  private system(to: Process, request: Request, payload: unknown, caller: RemoteCaller | null): void {
    if (caller === null) throw new BadBytes("a system message has a caller");
    const wrong = checkSystemRequest(payload);
    if (wrong !== undefined) return caller.fail(wrong);
    const stop = payload as { op: string; reason: unknown };
    if (stop.op === "stop" && !to.kind.serves) return exitSignal(to, undefined, stop.reason);
    deliverRequest(to, request, payload, caller);
  }

  private link(stranger: Process, own: Process | undefined): void {
    if (own === undefined) return;
    if (isDead(own)) return this.peer.linkExit(stranger, own, "noproc");
    if (this.peer.isUnlinking(stranger, own)) return;
    addLinks(own, stranger);
    this.peer.noteLink(stranger);
  }

  private unlink(stranger: Process, own: Process | undefined): void {
    if (own === undefined) return;
    dropLinks(own, stranger);
    this.peer.noteUnlink(stranger);
    this.peer.linkSignal(code.UNLINKED, stranger, own);
  }

  /** Counts only while the link is there: it may have been taken back meanwhile. */
  private linkExit(stranger: Process, own: Process | undefined, reason: unknown): void {
    if (own === undefined || !isLinked(own, stranger)) return;
    dropLinks(own, stranger);
    this.peer.noteUnlink(stranger);
    linkSignal(own, stranger, reason);
  }

  private watch(id: number, to: Process | undefined): void {
    if (to === undefined || isDead(to)) return this.peer.down(id, "noproc");
    const entry = new Watched(this.peer, id, to, this.watched);
    this.watched.set(id, entry);
    addAtEnd(to, entry);
  }

  private unwatch(id: number): void {
    const entry = this.watched.get(id);
    this.watched.delete(id);
    entry?.process.more?.atEnd?.delete(entry);
  }
}

/** The number of a handler in a server of a block; 0 when it is of another kind, or has no such handler. */
function numberOf(server: Process, title: string, name: string, tag: number): number {
  const { kind } = server;
  return kind instanceof BlockServer && kind.title === title ? kind.numberOf(name, tag === CAST) : 0;
}
