/**
 * Which object of this node a mark on the wire means, and the other way: pids and references compare with `===` on every node, also after they went round.
 *
 * Shape: what is ours has a number, kept weakly from when it first leaves; what belongs to another node is a stand-in, one for each mark. Calls that wait for an
 * answer from elsewhere are kept until they have it.
 */
import { Alias } from "../core/alias.js";
import { MonitorRef } from "../core/monitor.js";
import { addAtEnd, isDead, Process } from "../core/process.js";
import { isRemote, type RemoteKind, remoteProcess } from "../core/remote.js";
import { TimerRef } from "../core/send.js";
import { deadProcess } from "../core/signal.js";
import { PendingCall } from "../otp/pending_call.js";
import type { Mark, MarkKind, Marks } from "../wire/address.js";
import { Calls } from "./calls.js";
import { Weak } from "./weak.js";

/** Where on its node a process of another node is found. */
export class Address {
  constructor(
    readonly creation: number,
    readonly id: number,
    readonly name?: string,
    readonly alias = false,
  ) {}
}

/** A caller on another node, by the number of its call there. */
export interface Caller {
  readonly node: string;
  readonly creation: number;
  readonly call: number;
}

/** What the identity asks of the node. */
export interface Peers {
  kindOf(node: string): RemoteKind;
  /** What `reply(from, value)` is called with for a caller on another node. */
  callerOf(caller: Caller): object;
}

const isCaller = (value: object): value is Caller & object => "call" in value && "creation" in value;

/** A reference of another node: nothing can be done with it here but compare it and send it on. */
class Foreign {
  /* What demonitor, cancelTimer and readTimer ask. */
  readonly target = null;
  readonly owner = deadProcess(0);
  constructor(
    readonly kind: MarkKind,
    readonly mark: Mark,
  ) {}
  left(): false {
    return false;
  }
  cancel(): false {
    return false;
  }
  toString(): string {
    return `${this.kind === "timer" ? "TimerRef" : "MonitorRef"}<${this.mark.node}/${this.mark.id}>`;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** An alias of a process of another node. */
class ForeignAlias extends Alias {
  constructor(
    readonly mark: Mark,
    owner: Process,
  ) {
    super(owner, {});
  }
  override toString(): string {
    return `Alias<${this.mark.node}/${this.mark.id}>`;
  }
}

export class Identity implements Marks {
  private readonly ours = new Weak<number, Process>();
  private readonly references = new Weak<number, object>();
  private readonly foreign = new Weak<string, object>();
  private readonly pids = new Weak<string, Process>();
  private readonly names = new Weak<string, Process>();
  /** An open alias is found as long as its owner lives: it may be known on another node alone. */
  private readonly aliases = new Map<number, Alias>();
  private readonly calls = new Calls();
  private readonly numbers = new WeakMap<object, number>();
  /** The name on another node that was asked for last: calls in a row ask for the same. */
  private latest: Process | null = null;
  private last = 0;

  constructor(
    readonly node: string,
    readonly creation: number,
    private readonly peers: Peers,
  ) {}

  /* ---- out ---- */

  markOf(value: object): { kind: MarkKind; mark: Mark } | undefined {
    if (value instanceof Process) return this.markOfProcess(value);
    if (value instanceof Foreign) return value;
    if (value instanceof ForeignAlias) return { kind: "alias", mark: value.mark };
    if (value instanceof Alias) return this.our("alias", this.numberOfAlias(value));
    if (value instanceof MonitorRef) return this.our("monitor", this.numberOf(value));
    if (value instanceof TimerRef) return this.our("timer", this.numberOf(value));
    if (isCaller(value)) return { kind: "from", mark: { node: value.node, creation: value.creation, id: value.call } };
    if (value instanceof PendingCall) return this.our("from", this.numberOfCall(value));
    return undefined;
  }

  private our(kind: MarkKind, id: number): { kind: MarkKind; mark: Mark } {
    return { kind, mark: { node: this.node, creation: this.creation, id } };
  }

  private markOfProcess(process: Process): { kind: MarkKind; mark: Mark } | undefined {
    if (!isRemote(process)) return this.our("pid", this.numberOfProcess(process));
    const { creation, id, name, alias } = process.data as Address;
    return name !== undefined || alias ? undefined : { kind: "pid", mark: { node: process.node, creation, id } };
  }

  /** The number under which other nodes know a process of this one. */
  numberOfProcess(process: Process): number {
    if (this.ours.get(process.id) !== process) this.ours.set(process.id, process);
    return process.id;
  }

  private numberOf(value: object): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const id = ++this.last;
    this.numbers.set(value, id);
    this.references.set(id, value);
    return id;
  }

  private numberOfAlias(alias: Alias): number {
    if (!this.aliases.has(alias.id) && !isDead(alias.owner)) {
      this.aliases.set(alias.id, alias);
      addAtEnd(alias.owner, { ended: () => void this.aliases.delete(alias.id) });
    }
    return alias.id;
  }

  /** The number of a call that is in a message: its caller waits here, and is answered from elsewhere. */
  private numberOfCall(call: PendingCall): number {
    const known = this.numbers.get(call);
    if (known !== undefined) return known;
    const id = this.begin(call);
    this.numbers.set(call, id);
    return id;
  }

  /** Begins a call to another node: gives the number under which it waits for its answer. */
  begin(call: PendingCall): number {
    return this.calls.begin(call);
  }

  /* ---- in ---- */

  objectOf(kind: MarkKind, mark: Mark): object {
    const ours = mark.node === this.node && mark.creation === this.creation;
    switch (kind) {
      case "pid":
        return ours ? this.process(mark.id) : this.stranger(mark);
      case "alias":
        return (ours ? this.aliases.get(mark.id) : undefined) ?? this.foreignAlias(mark);
      case "from": {
        const { node, creation, id } = mark;
        return (ours ? this.calls.get(id) : undefined) ?? this.peers.callerOf({ node, creation, call: id });
      }
      default: {
        const known = ours ? this.references.get(mark.id) : undefined;
        return known ?? this.foreign.take(keyOf(kind, mark), () => new Foreign(kind, mark));
      }
    }
  }

  /** A process of this node, by its number; a dead one if it is no more. */
  process(id: number): Process {
    return this.ours.take(id, () => deadProcess(id));
  }

  alias(id: number): Alias | undefined {
    return this.aliases.get(id);
  }

  private stranger({ node, creation, id }: Mark): Process {
    if (node === this.node) return this.pids.take(`${creation}/${id}`, () => deadProcess(id));
    return this.remote(node, creation, id);
  }

  /** The process of another node that has this number there. */
  remote(node: string, creation: number, id: number): Process {
    return this.pids.take(`${node}/${creation}/${id}`, () =>
      remoteProcess(id, this.peers.kindOf(node), new Address(creation, id)),
    );
  }

  /** Who has a name on another node: an address, whoever it is at the time. */
  named(name: string, node: string): Process {
    const known = this.latest;
    if (known !== null && known.node === node && (known.data as Address).name === name) return known;
    this.latest = this.namedAnew(name, node);
    return this.latest;
  }

  private namedAnew(name: string, node: string): Process {
    return this.names.take(`${node}/${name}`, () => remoteProcess(0, this.peers.kindOf(node), new Address(0, 0, name)));
  }

  private foreignAlias(mark: Mark): Alias {
    const { node, creation, id } = mark;
    return this.foreign.take(keyOf("alias", mark), () => {
      const owner =
        node === this.node
          ? deadProcess(0)
          : remoteProcess(id, this.peers.kindOf(node), new Address(creation, id, undefined, true));
      return new ForeignAlias(mark, owner);
    }) as Alias;
  }

  /** Takes a call out that is answered now; undefined when it was given up. */
  takeCall(number: number): PendingCall | undefined {
    return this.calls.take(number);
  }

  /** Ends the calls to a node that was lost. */
  failCalls(kind: RemoteKind, reason: unknown): void {
    for (const call of this.calls.takeAll(({ server }) => server.kind === kind)) call.ended(call.server, reason);
  }
}

const keyOf = (kind: MarkKind, { node, creation, id }: Mark): string => `${kind}/${node}/${creation}/${id}`;
