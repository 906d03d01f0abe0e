/**
 * What a message should look like: a value, parts of it, or a predicate; and what of a message does not fit, in words.
 *
 * Shape: a function is asked; `{ asymmetricMatch }` (vitest's `expect.any(String)`) is asked too; a plain object fits whatever has at least its properties;
 * arrays fit element by element; pids, references and functions by identity; everything else by equal contents.
 */
import { inspect, isDeepStrictEqual } from "node:util";

export type Pattern = unknown;

/** A value in one line, as a failure shows it. */
export function shown(value: unknown): string {
  try {
    return inspect(value, {
      depth: 5,
      breakLength: Number.POSITIVE_INFINITY,
      maxArrayLength: 20,
      maxStringLength: 200,
    });
  } catch (error) {
    return `(a value that can't be shown: ${String(error)})`;
  }
}

/** A pattern as a failure shows it: a predicate by its code, if that is short. */
export function shownPattern(pattern: Pattern): string {
  if (typeof pattern !== "function") return shown(pattern);
  const code = String(pattern).replace(/\s+/g, " ");
  return code.length <= 100 ? code : pattern.name || "the predicate";
}

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** What of a value does not fit, as "user is 'bob'", or undefined when it fits. */
export function mismatch(pattern: Pattern, value: unknown, path = ""): string | undefined {
  const differs = (): string => `${path === "" ? "it" : path} is ${shown(value)}`;
  if (typeof pattern === "function") return pattern(value) || value === pattern ? undefined : differs();
  const matcher = pattern as { asymmetricMatch?: (value: unknown) => unknown } | null | undefined;
  if (typeof matcher?.asymmetricMatch === "function") return matcher.asymmetricMatch(value) ? undefined : differs();
  if (Array.isArray(pattern)) {
    if (!Array.isArray(value) || value.length !== pattern.length) return differs();
    return first(pattern.keys(), (i) => mismatch(pattern[i], value[i], `${path}[${i}]`));
  }
  if (!isPlain(pattern)) return isDeepStrictEqual(pattern, value) ? undefined : differs();
  if (typeof value !== "object" || value === null) return differs();
  return first(Object.keys(pattern), (key) => {
    const place = path === "" ? key : `${path}.${key}`;
    if (!(key in value)) return `${place} is missing`;
    return mismatch(pattern[key], (value as Record<string, unknown>)[key], place);
  });
}

/** The first answer that is one. */
function first<K>(keys: Iterable<K>, ask: (key: K) => string | undefined): string | undefined {
  for (const key of keys) {
    const answer = ask(key);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
