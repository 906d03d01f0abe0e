/**
 * What is under the keys of a store, and that it is what was written: every value has a checksum, which counts its key in.
 *
 * | key | value |
 * |---|---|
 * | `f` | the format of the store, a number |
 * | `s` + key of a server + NUL | `{ version, title }` of its state |
 * | `s` + key of a server + NUL + variable | the variable |
 * | `k` + key | a value of the program's, see transaction.ts |
 */
import { crc32 } from "node:zlib";
import { failure, TinctureError } from "../core/error.js";
import { BadBytes, type Bounds, NotSendable, pathText } from "../wire/bound.js";
import { decode } from "../wire/decode.js";
import { encode } from "../wire/encode.js";
import { Reader } from "../wire/reader.js";
import { Writers } from "../wire/writers.js";
import type { Backend } from "./backend.js";
import { references } from "./reference.js";

/** Stores of a higher format are refused, those of a lower one understood. */
const FORMAT = 1;
const FORMAT_KEY = "f";

/** Longest key in bytes: what LMDB takes, with room for what is put around it. */
const LONGEST = 1500;
const LONGEST_NAME = 400;

export const serverPrefix = (key: string): string => `s${key}\0`;
export function variableKey(key: string, variable: string): string {
  if (variable.length > LONGEST_NAME) throw failure("bad_store_key", { got: JSON.stringify(variable.slice(0, 50)) });
  return `s${key}\0${variable}`;
}
export const programKey = (key: string): string => `k${key}`;

/** A key of the user's. Errors: `bad_store_key`. */
export function checkKey(key: unknown): string {
  const isFit = typeof key === "string" && key !== "" && !key.includes("\0") && Buffer.byteLength(key) <= LONGEST;
  if (!isFit)
    throw failure("bad_store_key", { got: typeof key === "string" ? JSON.stringify(key.slice(0, 50)) : String(key) });
  return key;
}

/** One value is at most so long; the stack of a reader bounds the depth. */
const bounds: Bounds = { maxBytes: 2 ** 30, maxDepth: 500, copyRules: false };
const writers = new Writers();

/** The bytes of a term as they are kept. Errors: `not_sendable`. */
export function payloadOf(value: unknown): Uint8Array {
  return writers.use((out) => {
    out.begin(bounds.maxBytes);
    encode(out, value, references, bounds);
    return Uint8Array.prototype.slice.call(out.taken());
  });
}

/** Errors: `BadBytes`. */
export function termOf(payload: Uint8Array): unknown {
  const reader = new Reader(payload);
  const term = decode(reader, references, bounds);
  if (reader.left > 0) throw new BadBytes("more than a term");
  return term;
}

/** Why something can't be kept: what it is, and the way to it from `root`. Undefined for any other error. */
export function unstorable(error: unknown, root: string): { readonly what: string; readonly path: string } | undefined {
  if (error instanceof NotSendable) return { what: error.what, path: pathText(error.steps, root) };
  if (!(error instanceof TinctureError) || error.code !== "not_sendable") return undefined;
  return { what: "something nested too deeply, or too large", path: root };
}

/** Puts the checksum in front. */
export function sealed(key: string, payload: Uint8Array): Uint8Array {
  const record = Buffer.allocUnsafe(4 + payload.length);
  record.writeUInt32LE(crc32(payload, crc32(key)));
  record.set(payload, 4);
  return record;
}

/** Takes the checksum off. Errors: `store_damaged`. */
export function opened(key: string, record: Uint8Array, store: string): Uint8Array {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  const payload = bytes.subarray(4);
  if (bytes.length < 5 || bytes.readUInt32LE(0) !== crc32(payload, crc32(key)))
    throw failure("store_damaged", { store, what: shownKey(key) });
  return payload;
}

/** The term in a record. Errors: `store_damaged`. */
export function readRecord(key: string, record: Uint8Array, store: string): unknown {
  const payload = opened(key, record, store);
  try {
    return termOf(payload);
  } catch (error) {
    throw failure("store_damaged", { store, what: shownKey(key) }, { cause: error });
  }
}

/** "the variable moves of g1", "the value of order/7": a key as people know it. */
function shownKey(key: string): string {
  if (key === FORMAT_KEY) return "its format";
  if (key.startsWith("k")) return `the value of ${JSON.stringify(key.slice(1))}`;
  const [server, variable] = key.slice(1).split("\0") as [string, string];
  return variable === ""
    ? `what is kept of ${JSON.stringify(server)}`
    : `the variable ${variable} of ${JSON.stringify(server)}`;
}

/** Errors: `store_newer`, `store_damaged`. */
export function checkFormat(backend: Backend): void {
  const record = backend.get(FORMAT_KEY);
  if (record === undefined) return;
  const format = readRecord(FORMAT_KEY, record, backend.title);
  if (typeof format !== "number" || format > FORMAT)
    throw failure("store_newer", { store: backend.title, format, known: FORMAT });
}

/** What the first commit to an empty store writes beside its own. */
export const formatRecord = (): readonly [string, Uint8Array] => [FORMAT_KEY, sealed(FORMAT_KEY, payloadOf(FORMAT))];
export const hasFormat = (backend: Backend): boolean => backend.get(FORMAT_KEY) !== undefined;
