/**
 * A caller on another node, as a server of this one sees it: the `from` of its call. What would settle the call here is sent there instead.
 */
import { copy } from "../core/copy.js";
import type { Process } from "../core/process.js";
import { DEBUGGED, HOLDS_REPLIES } from "../core/process.js";
import { wentOut } from "../otp/debug.js";
import { PendingCall, type Request } from "../otp/pending_call.js";
import type { Caller } from "./identity.js";

/** How answers travel. */
export interface Answers {
  /** Errors: `not_sendable`. */
  reply(caller: Caller, value: unknown): void;
  fail(caller: Caller, error: unknown): void;
  ended(caller: Caller, reason: unknown): void;
}

export class RemoteCaller extends PendingCall implements Caller {
  constructor(
    server: Process,
    request: Request,
    payload: unknown,
    readonly node: string,
    readonly creation: number,
    readonly call: number,
    private readonly answers: Answers,
  ) {
    super(server, server, request, payload);
  }

  override reply(value: unknown): void {
    if (this.settled || this.isDecided) return;
    if ((this.server.status & HOLDS_REPLIES) !== 0 && this.isHeld(copy(value), false)) return;
    this.begin();
    if ((this.server.status & DEBUGGED) !== 0 && !this.request.system) wentOut(this.server, value);
    replyOrFail(this.answers, this, value);
  }

  /** An answer that was held leaves. */
  override settle(value: unknown, failed: boolean): void {
    if (failed) this.fail(value);
    else if (this.begin()) replyOrFail(this.answers, this, value);
  }

  override fail(error: unknown): void {
    if (this.begin()) this.answers.fail(this, error);
  }

  override ended(_process: Process, reason: unknown): void {
    if (this.begin()) this.answers.ended(this, reason);
  }

  /** False when it was answered before. */
  private begin(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.server.more?.atEnd?.delete(this);
    return true;
  }
}

/** A caller that came in a message: who has it may answer, from any node. */
export class ForeignCaller implements Caller {
  private settled = false;
  constructor(
    readonly node: string,
    readonly creation: number,
    readonly call: number,
    private readonly answers: Answers,
  ) {}

  reply(value: unknown): void {
    if (this.settled) return;
    this.settled = true;
    replyOrFail(this.answers, this, value);
  }
}

/** A server's answer that can't be sent is the caller's error: the server lives on, as it would on one node. */
function replyOrFail(answers: Answers, caller: Caller, value: unknown): void {
  try {
    answers.reply(caller, value);
  } catch (error) {
    answers.fail(caller, error);
  }
}
