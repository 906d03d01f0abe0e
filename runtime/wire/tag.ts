/**
 * A table: the first byte of every term on the wire, and how many a view is.
 *
 * Shape: bytes 0..127 are the integers 0..127 themselves; from 0xe0 on short texts carry their length. A number here is never used again for something
 * else: two versions of the package that agree on `VERSION` must read the same.
 */

/** Version of the terms and of the signals between nodes. Nodes agree on it in the handshake; a file of terms begins with it. */
export const VERSION = 1;

export const UNDEFINED = 0x80;
export const NULL = 0x81;
export const FALSE = 0x82;
export const TRUE = 0x83;
/** Variable-length, zigzag: safe integers. */
export const INTEGER = 0x84;
export const FLOAT = 0x85;
export const BIGINT = 0x86;
/** UTF-8; what isn't well-formed goes as UTF-16. */
export const TEXT = 0x87;
export const TEXT_16 = 0x88;
/** An object that came before in this message, by its place. */
export const AGAIN = 0x89;
/** A plain object: its keys, then its values. */
export const OBJECT = 0x8a;
/** A plain object with the keys of an earlier one: by the place of those, then its values. */
export const LIKE = 0x8b;
export const NULL_OBJECT = 0x8c;
export const LIST = 0x8d;
/** What a list has where it has nothing. */
export const HOLE = 0x8e;
/** A list that a regular expression's match is: index, input, groups, indices after it. */
export const MATCH = 0x8f;
export const MAP = 0x90;
export const SET = 0x91;
export const DATE = 0x92;
export const REGEXP = 0x93;
export const BUFFER = 0x94;
/** A view of a whole buffer: its type, then the buffer as a term of its own, which others may share. */
export const VIEW = 0x95;
/** A view with bytes of its own. */
export const PART = 0x96;
export const ERROR = 0x97;
export const PID = 0x98;
export const MONITOR = 0x99;
export const TIMER = 0x9a;
export const ALIAS = 0x9b;
/** A caller that waits for `reply`. */
export const FROM = 0x9c;

/** Texts of up to 31 bytes of ASCII: the tag is this plus the length. */
export const SHORT = 0xe0;
export const LONGEST_SHORT = 31;

type View = new (buffer: ArrayBuffer) => ArrayBufferView;
/** Types of views; the place is what stands on the wire. */
export const views: readonly View[] = [
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView],
];
/** The place of Node's Buffer among the views. */
export const NODE_BUFFER = views.length;
