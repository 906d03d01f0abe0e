/**
 * One change of several values of the program's own. It reads what all before it wrote, committed or not; nothing of it is seen by others until it is over.
 */
import { failure } from "../core/error.js";
import { isThenable } from "../core/fiber.js";
import { checkKey, payloadOf, programKey, termOf, unstorable } from "./record.js";
import type { Store } from "./store.js";

export class Transaction {
  /** What it writes; null for what it takes out. */
  readonly writes = new Map<string, Uint8Array | null>();
  private isOver = false;

  constructor(private readonly store: Store) {}

  run<T>(work: (tx: Transaction) => T): T {
    const value = work(this);
    this.isOver = true;
    if (isThenable(value)) throw failure("transaction_waits");
    return value;
  }

  /** A copy of the value under `key`, or undefined. */
  get<T = unknown>(key: string): T | undefined {
    const place = programKey(checkKey(key));
    const own = this.writes.get(place);
    const payload = own === undefined ? this.store.read("", place) : own;
    return payload == null ? undefined : (termOf(payload) as T);
  }

  /** Keeps a copy of `value` under `key`. Errors: `unstorable`. */
  put(key: string, value: unknown): void {
    this.check();
    try {
      this.writes.set(programKey(checkKey(key)), payloadOf(value));
    } catch (error) {
      const why = unstorable(error, "value");
      throw why === undefined ? error : failure("unstorable/value", { key, ...why });
    }
  }

  delete(key: string): void {
    this.check();
    this.writes.set(programKey(checkKey(key)), null);
  }

  /** The keys that begin with `prefix`, sorted. */
  keys(prefix = ""): string[] {
    const keys = this.store.keysFrom("", programKey(prefix));
    for (const [key, payload] of this.writes)
      if (payload === null) keys.delete(key);
      else if (key.startsWith(programKey(prefix))) keys.add(key);
    return [...keys].sort().map((key) => key.slice(1));
  }

  private check(): void {
    if (this.isOver) throw failure("transaction_waits");
  }
}
