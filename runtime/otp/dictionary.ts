/**
 * The process dictionary: values that a process keeps under keys, for itself alone. For what belongs to the process rather than to its state: who it works
 * for, a seed, a label for logs.
 *
 * Shape: a Map per process that uses it, gone when the process is. Keys are compared as those of a Map. Values are not copied, as they never leave.
 * Source: Elixir Process.put/2, get/2, delete/1, get_keys/0; otp/behaviour.md 15.
 */
import { notInProcess } from "../core/error.js";
import { type AtEnd, addAtEnd, current, isDead, type Process } from "../core/process.js";

const dictionaries = new WeakMap<Process, Map<unknown, unknown>>();
const drop: AtEnd = { ended: (process) => void dictionaries.delete(process) };

/** The dictionary of a process, to look at. */
export function readDictionary(process: Process): ReadonlyMap<unknown, unknown> {
  return dictionaries.get(process) ?? new Map();
}

/** The dictionary of a living process, to write. */
export function dictionaryOf(process: Process): Map<unknown, unknown> {
  let found = dictionaries.get(process);
  if (found === undefined) {
    found = new Map();
    if (isDead(process)) return found;
    dictionaries.set(process, found);
    addAtEnd(process, drop);
  }
  return found;
}

function mine(operation: string): Process {
  const process = current();
  if (process === undefined) throw notInProcess(`dictionary.${operation}(...)`);
  return process;
}

export const dictionary = {
  /** Keeps `value` under `key` and gives what was there before, or undefined. */
  put(key: unknown, value: unknown): unknown {
    const all = dictionaryOf(mine("put"));
    const before = all.get(key);
    all.set(key, value);
    return before;
  },
  /** What is under `key`; `otherwise` (default undefined) when nothing is. */
  get(key: unknown, otherwise?: unknown): unknown {
    const all = readDictionary(mine("get"));
    return all.has(key) ? all.get(key) : otherwise;
  },
  /** Takes `key` out and gives what was there, or undefined. */
  delete(key: unknown): unknown {
    const all = dictionaryOf(mine("delete"));
    const before = all.get(key);
    all.delete(key);
    return before;
  },
  /** All keys, in the order in which they were first put. */
  keys(): unknown[] {
    return [...readDictionary(mine("keys")).keys()];
  },
};
