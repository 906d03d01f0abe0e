/**
 * A durable server at work: what is kept of it, what it has in hand, and the answers that wait.
 *
 * Flow: `enter` reads what an earlier run left -> `restore` puts it into the new state -> after each message `save` writes what has changed into the batch of
 * this turn, and `release` has the message's answers leave with it, or at once when there is nothing to wait for.
 * Changes are found by their bytes: a variable that a handler may change is encoded after it, and written if it is not what was written last.
 */
import { failure } from "../core/error.js";
import type { AtEnd } from "../core/process.js";
import { isDead, type Process } from "../core/process.js";
import type { PendingCall } from "../otp/pending_call.js";
import { Running } from "../otp/running.js";
import type { Batch, Held } from "./batch.js";
import { payloadOf, serverPrefix, termOf, unstorable, variableKey } from "./record.js";
import { isOfThisRun } from "./reference.js";
import { type Head, nextHead } from "./snapshot.js";
import type { Store } from "./store.js";

type State = Record<string, unknown>;

/** How the server is ended when its store fails. */
export type OnLost = (process: Process, error: unknown) => void;

export class Session extends Running implements AtEnd {
  /** What each variable was when it was written last: bytes, or the primitive itself. */
  private readonly written = new Map<string, unknown>();
  /** What an earlier run left and the new state has not got yet. */
  private stored: Map<string, unknown> | null = null;
  /** Version of what is stored; null when nothing is. */
  storedHead: Head | null = null;
  /** The last batch that has something of it, until that is committed. */
  private batch: Batch | null = null;
  /** Answers of the message that is being handled. */
  private held: Held[] = [];
  /** A message failed: what it changed must not be written. */
  hasFailed = false;

  constructor(
    process: Process,
    readonly key: string,
    private readonly store: Store,
    private readonly isEager: boolean,
    private readonly onLost: OnLost,
  ) {
    super(process);
  }

  /** Enters the store and reads what is there. Errors: `store_key_taken`, `store_damaged`. */
  enter(): void {
    this.batch = this.store.enter(this);
    const prefix = serverPrefix(this.key);
    const payloads = this.store.range(this.key, prefix);
    const head = payloads.get(prefix);
    if (head === undefined) return;
    this.storedHead = termOf(head) as Head;
    this.stored = new Map();
    for (const [place, payload] of payloads) {
      if (place === prefix) continue;
      const name = place.slice(prefix.length);
      const value = termOf(payload);
      this.stored.set(name, value);
      this.written.set(name, isData(value) ? payload : value);
    }
  }

  /** What is stored, by name. */
  storedState(): State {
    return Object.fromEntries(this.stored ?? []);
  }

  /** Another state takes the place of what is stored: it was brought to a new version. */
  migrated(state: State): void {
    this.stored = new Map(Object.entries(state));
  }

  /** Takes out what is none of these: the new version has no variable for it. */
  drop(names: readonly string[]): void {
    for (const name of this.written.keys()) {
      if (names.includes(name)) continue;
      this.join().put(this.key, variableKey(this.key, name), null);
      this.written.delete(name);
    }
  }

  /** Puts what is stored in the place of first values. What only this run can have made, such as a timer, stays. */
  restore(state: State, names: Iterable<string>): void {
    if (this.stored === null) return;
    for (const name of names) {
      if (!this.stored.has(name)) continue;
      const value = this.stored.get(name);
      this.stored.delete(name);
      if (!isOfThisRun(state[name])) state[name] = value;
    }
  }

  /** Writes those of the variables that are not what was written last: all of them or, when one can't be, none. Errors: `unstorable`. */
  save(state: State, names: Iterable<string>): void {
    let changed: [name: string, payload: Uint8Array, value: unknown][] | undefined;
    for (const name of names) {
      const value = state[name];
      const before = this.written.get(name);
      if (!isData(value) && Object.is(value, before) && (value !== undefined || this.written.has(name))) continue;
      const payload = this.payloadOf(name, value);
      if (before instanceof Uint8Array && isData(value) && Buffer.compare(before, payload) === 0) continue;
      changed ??= [];
      changed.push([name, payload, isData(value) ? payload : value]);
    }
    if (changed === undefined) return;
    const batch = this.join();
    for (const [name, payload, value] of changed) {
      batch.put(this.key, variableKey(this.key, name), payload);
      this.written.set(name, value);
    }
  }

  /** Writes what the state is called and which version it has. */
  saveHead(title: string, version: string | undefined): void {
    this.storedHead = nextHead(this.storedHead, title, version);
    this.join().put(this.key, serverPrefix(this.key), payloadOf(this.storedHead));
  }

  private payloadOf(name: string, value: unknown): Uint8Array {
    try {
      return payloadOf(value);
    } catch (error) {
      const why = unstorable(error, name);
      throw why === undefined ? error : failure("unstorable", { variable: name, ...why });
    }
  }

  private join(): Batch {
    const batch = this.store.batch();
    batch.sessions.add(this);
    this.batch = batch;
    return batch;
  }

  /** Keeps an answer of the message that is being handled until it is known to be done. */
  hold(call: PendingCall, value: unknown, failed: boolean): void {
    this.held.push({ call, value, failed });
  }

  /** An answer that belongs to no message under way: it waits for what was written before. */
  answer(call: PendingCall, value: unknown, failed: boolean): void {
    if (this.batch === null || this.isEager) return call.settle(value, failed);
    call.decide();
    this.batch.answers.push({ call, value, failed });
  }

  /** The message is done. */
  release(): void {
    if (this.held.length === 0) return;
    const { held } = this;
    this.held = [];
    for (const { call, value, failed } of held) this.answer(call, value, failed);
  }

  /** Calls `job` when nothing of this server is left to commit. False when that is so already. */
  afterCommit(job: (error: unknown) => void): boolean {
    if (this.batch === null) return false;
    this.batch.then(job);
    return true;
  }

  committed(batch: Batch): void {
    if (this.batch === batch) this.batch = null;
  }

  lost(error: unknown): void {
    this.hasFailed = true;
    this.batch = null;
    if (!isDead(this.process)) this.onLost(this.process, error);
  }

  ended(): void {
    this.store.leave(this);
  }
}

/** What has bytes that are worth comparing. */
const isData = (value: unknown): value is object => typeof value === "object" && value !== null;
