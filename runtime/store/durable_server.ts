/**
 * A server of a block whose state outlasts it.
 *
 * Order, at a start: what is kept is read and, where its version is another, brought to this one -> the block runs, and each kept variable has its kept value as
 * soon as it is declared -> what is new is committed -> who started it is told. For each message: the handler -> what it changed joins the batch of this turn ->
 * the answers leave when that is committed ("eager": now). A message that fails leaves nothing in the store: the next start goes on from the one before it.
 */
import { failure } from "../core/error.js";
import { awaiting, type Frame, isThenable, park, wake } from "../core/fiber.js";
import type { Name } from "../core/name.js";
import { addAtEnd, HOLDS_REPLIES, isDead, more, PARKED, type Process, setDoing } from "../core/process.js";
import { die, end } from "../core/signal.js";
import { vm } from "../core/vm.js";
import { type Block, BlockServer } from "../otp/block_server.js";
import type { ServerOptions } from "../otp/genserver.js";
import { textOf } from "../otp/key.js";
import type { PendingCall } from "../otp/pending_call.js";
import { KIND_OF_TAG, MIGRATE, SYSTEM, TERMINATE } from "../otp/running.js";
import { checkKey } from "./record.js";
import { Session } from "./session.js";
import type { Store } from "./store.js";

type State = Record<string, unknown>;

/** `durable: { store, ... }`. */
export interface DurableOptions {
  readonly key?: string | ((...init: never[]) => string);
  readonly reply?: "after_commit" | "eager";
  readonly except?: readonly string[];
}

const session = (process: Process): Session => process.more?.extra as Session;

export class DurableServer extends BlockServer {
  private durable: DurableOptions;
  private version: string | undefined;
  private except: ReadonlySet<string>;

  constructor(
    title: string,
    block: Block,
    options: ServerOptions,
    private readonly store: Store,
  ) {
    super(title, { ...block, handlers: handlersOf(block, options) }, options.formatStatus);
    this.durable = options.durable === store ? {} : (options.durable as DurableOptions);
    this.version = options.version;
    this.except = new Set(this.durable.except);
    checkReply(this.durable.reply);
  }

  protected override take(block: Block): void {
    super.take(block);
    // The start waits for its commit, the end for the last one.
    this.initWaits = true;
    this.terminates = true;
  }

  /** Goes on as the next version, on the store that it has. */
  override become(next: BlockServer): void {
    super.become(next);
    if (!(next instanceof DurableServer)) return;
    this.durable = next.durable;
    this.version = next.version;
    this.except = next.except;
  }

  override *init(process: Process, args: readonly unknown[], name: Name | undefined): Frame {
    const own = new Session(process, this.keyFor(args, name), this.store, this.durable.reply === "eager", lost(this));
    more(process).extra = own;
    addAtEnd(process, own);
    own.enter();
    const isOther = own.storedHead !== null && own.storedHead.version !== this.version;
    const migrated = isOther ? ((yield* this.bringUp(own)) as readonly string[]) : undefined;
    const made = this.block.init(...args);
    const result = isFrame(made) ? yield* made : isThenable(made) ? yield* awaiting(made) : made;
    const state = result as State;
    const names = this.keptOf(state);
    if (migrated !== undefined) checkShape(migrated, state);
    own.restore(state, names);
    if (migrated !== undefined) own.drop(names);
    own.save(state, names);
    if (own.storedHead === null || isOther) own.saveHead(this.title, this.version);
    process.status |= HOLDS_REPLIES;
    yield* this.committed(own);
    return state;
  }

  /** The variables that are kept, of those there are. */
  private keptOf(state: State): readonly string[] {
    return (this.block.keeps ?? Object.keys(state)).filter((name) => !this.except.has(name));
  }

  /** Waits until the first state is committed. */
  private *committed(own: Session): Frame {
    if (this.durable.reply === "eager") return;
    let wait: () => void = () => {};
    let failed: unknown;
    const waits = own.afterCommit((error) => {
      failed = error;
      wait();
    });
    if (!waits) return;
    const fiber = park();
    const turn = fiber.wait;
    wait = () => wake(fiber, turn, failed, failed !== undefined);
    yield;
  }

  private keyFor(args: readonly unknown[], name: Name | undefined): string {
    const { key } = this.durable;
    if (key !== undefined)
      return checkKey(typeof key === "function" ? (key as (...init: unknown[]) => string)(...args) : key);
    if (name === undefined) throw failure("durable_without_key", { server: this.title });
    if (typeof name === "string") return checkKey(name);
    if ("global" in name) return checkKey(name.global);
    if ("name" in name) return checkKey(name.name);
    const inRegistry = typeof name.key === "string" ? name.key : textOf(name.key);
    return checkKey(name.via.title === undefined ? inRegistry : `${name.via.title}/${inRegistry}`);
  }

  /** Brings what is stored to this version. Gives the names of its variables. Errors: `store_version`, `store_upgrade`, what `upgrade` throws. */
  private *bringUp(own: Session): Frame {
    const head = own.storedHead;
    const from = head?.version;
    const words = { key: JSON.stringify(own.key), from: shownVersion(from), to: shownVersion(this.version) };
    if (head?.before?.includes(this.version)) throw failure("store_version/later", words);
    if (this.upgrade === undefined) throw failure("store_version", words);
    const made = this.upgrade.run(own.storedState(), from);
    const next = isFrame(made) ? yield* made : isThenable(made) ? yield* awaiting(made) : made;
    if (typeof next !== "object" || next === null || Array.isArray(next))
      throw failure("store_upgrade", { ...words, text: "gave no object" });
    own.migrated({ ...own.storedState(), ...next });
    return Object.keys(next);
  }

  override restore(process: Process, state: object, names: readonly string[]): void {
    session(process).restore(
      state as State,
      names.filter((name) => !this.except.has(name)),
    );
  }

  /* ---- messages ---- */

  private save(process: Process, tag: number): void {
    const handler = this.handlerOf(tag);
    const state = process.data as State;
    if (handler !== undefined) session(process).save(state, handler.changes ?? this.keptOf(state));
    this.saveVersion(session(process));
  }

  override complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void {
    const own = session(process);
    if ((tag & KIND_OF_TAG) === TERMINATE) return this.ending(process, (payload as { reason: unknown }).reason);
    if (tag !== MIGRATE) this.save(process, tag);
    super.complete(process, tag, result, from, payload);
    own.release();
  }

  /** An upgrade may have changed the version and not the state. */
  private saveVersion(own: Session): void {
    if (own.storedHead?.version !== this.version) own.saveHead(this.title, this.version);
  }

  override refused(process: Process, tag: number): void {
    this.save(process, tag);
    super.refused(process, tag);
    session(process).release();
  }

  override stop(
    process: Process,
    reason: unknown,
    from: PendingCall | null,
    last?: { tag: number; payload: unknown },
  ): void {
    if (last !== undefined) session(process).hasFailed = true;
    super.stop(process, reason, from, last);
  }

  /** After `terminate`: what it changed is kept too, unless a message failed; the process is gone when all is committed. */
  private ending(process: Process, reason: unknown): void {
    const own = session(process);
    if (own.hasFailed) return die(process, reason);
    this.save(process, TERMINATE);
    own.release();
    const waits = own.afterCommit((error) => {
      if (!isDead(process)) die(process, error ?? reason);
    });
    if (waits) setDoing(process, PARKED);
    else die(process, reason);
  }

  /** See PendingCall. */
  holdAnswer(process: Process, call: PendingCall, value: unknown, failed: boolean): void {
    const own = session(process);
    const isOfMessage = vm.current === process.slot && (call.request.tag & KIND_OF_TAG) !== SYSTEM;
    if (isOfMessage) own.hold(call, value, failed);
    else own.answer(call, value, failed);
  }

  /** `sys.replaceState`, and an upgrade while it runs. */
  override writeState(process: Process, next: unknown): unknown {
    const written = super.writeState(process, next);
    const own = session(process);
    const names = this.keptOf(process.data as State);
    own.save(process.data as State, names);
    own.drop(names);
    this.saveVersion(own);
    return written;
  }

  /** The store failed: the state in memory is not what is kept. */
  lost(process: Process, error: unknown): void {
    this.report(process, error);
    end(process, error);
  }
}

const lost = (kind: DurableServer) => (process: Process, error: unknown) => kind.lost(process, error);

/** Handlers that know what they change. None takes the fast lane, which has no place for a commit. */
function handlersOf(block: Block, options: ServerOptions): Block["handlers"] {
  const except = new Set((options.durable as DurableOptions).except);
  return Object.fromEntries(
    Object.entries(block.handlers).map(([name, handler]) => {
      const changes = block.changes?.[name]?.filter((variable) => !except.has(variable));
      return [name, { ...handler, plain: false, changes }];
    }),
  );
}

const shownVersion = (version: string | undefined): string =>
  version === undefined ? "no version" : `version ${version}`;

const isFrame = (value: unknown): value is Frame =>
  typeof value === "object" && value !== null && Object.prototype.toString.call(value) === "[object Generator]";

function checkReply(reply: unknown): void {
  if (reply !== undefined && reply !== "after_commit" && reply !== "eager")
    throw failure("bad_durable/reply", { got: String(reply) });
}

/** A migrated state has no variables that the block does not have. */
function checkShape(migrated: readonly string[], state: State): void {
  const unknown = migrated.find((name) => !(name in state));
  if (unknown !== undefined) throw failure("store_upgrade/unknown", { variable: unknown });
}
