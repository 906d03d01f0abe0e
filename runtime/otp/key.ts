/**
 * Keys that are any value: how they are compared, and where they lead. Data is compared by its contents, everything else by what it is.
 *
 * Shape: `["room", pid]` and another list of the same two are one key; so are `{ a: 1, b: 2 }` and `{ b: 2, a: 1 }`, and two Dates of one time. 1 and "1" are two
 * keys; functions and instances of classes are keys by identity.
 */
import { Process } from "../core/process.js";

/** What a key is found by in a Map: itself, or the text of its contents. */
export function indexOf(key: unknown): unknown {
  return isData(key) ? `\u0000${textOf(key)}` : key;
}

/** FNV-1a over the text of a key. The same in every run, except for what is known by identity. */
export function hashOf(key: unknown): number {
  const text = textOf(key);
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

function isData(value: unknown): value is object {
  if (typeof value !== "object" || value === null || value instanceof Process) return false;
  return Array.isArray(value) || value instanceof Date || isPlain(value);
}

function isPlain(value: object): boolean {
  const proto = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/** The contents of a key as text. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Process) return `<${value.node}.${value.id}>`;
  if (isData(value)) return textOfData(value);
  const byIdentity =
    typeof value === "function" || typeof value === "symbol" || (typeof value === "object" && value !== null);
  return byIdentity ? `#${numberOf(value)}` : String(value);
}

function textOfData(value: object): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (value instanceof Date) return `@${value.getTime()}`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${textOf(field)}`).join()}}`;
}

/** Numbers of what is known by identity. Symbols that are registered can't be kept weakly; there are few. */
const numbers = new WeakMap<object, number>();
const symbols = new Map<symbol, number>();
let last = 0;
function numberOf(value: object | symbol): number {
  const known = typeof value === "symbol" ? symbols.get(value) : numbers.get(value);
  if (known !== undefined) return known;
  last++;
  if (typeof value === "symbol") symbols.set(value, last);
  else numbers.set(value, last);
  return last;
}
