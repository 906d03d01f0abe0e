/**
 * What is committed together: the writes of one turn of the event loop, and who waits for them.
 *
 * Shape: writes by group (a server's key; "" for the program's own) and key; answers that leave when it is done; functions that are told.
 */
import type { PendingCall } from "../otp/pending_call.js";
import type { Backend } from "./backend.js";
import { formatRecord, hasFormat, sealed } from "./record.js";
import type { Session } from "./session.js";

/** An answer that waits. */
export interface Held {
  readonly call: PendingCall;
  readonly value: unknown;
  readonly failed: boolean;
}

export class Batch {
  /** Payloads, without checksums; null for what is taken out. */
  readonly writes = new Map<string, Map<string, Uint8Array | null>>();
  /** Servers that have something in here. */
  readonly sessions = new Set<Session>();
  readonly answers: Held[] = [];
  private readonly waiting: ((error: unknown) => void)[] = [];

  put(group: string, key: string, payload: Uint8Array | null): void {
    let writes = this.writes.get(group);
    if (writes === undefined) {
      writes = new Map();
      this.writes.set(group, writes);
    }
    writes.set(key, payload);
  }

  /** Calls `job` when it is committed, with undefined, or with why it was not. */
  then(job: (error: unknown) => void): void {
    this.waiting.push(job);
  }

  *entries(backend: Backend): Generator<readonly [string, Uint8Array | null]> {
    if (!hasFormat(backend)) yield formatRecord();
    for (const writes of this.writes.values())
      for (const [key, payload] of writes) yield [key, payload === null ? null : sealed(key, payload)];
  }

  /** It is done: answers leave, in the order in which they were given. */
  committed(): void {
    for (const session of this.sessions) session.committed(this);
    for (const { call, value, failed } of this.answers) call.settle(value, failed);
    for (const job of this.waiting) job(undefined);
  }

  /** It can't be done: its servers end, and nobody gets an answer that isn't true. */
  lost(error: unknown): void {
    for (const session of this.sessions) session.lost(error);
    for (const { call } of this.answers) call.ended(call.server, error);
    for (const job of this.waiting) job(error);
  }
}
