/**
 * A table: what a frame between two nodes says, by its first byte. Terms are as in wire/; a `pid` is the number of a process of the sender's, an `address` one of the
 * receiver's: a pid with the run of its node, a name, or an alias.
 *
 * A number here is never used again for something else.
 */

/** Nothing: I am still there. */
export const TICK = 0;
/** address, message */
export const SEND = 1;
/** call (0: a cast), kind of tag, address, then GENERIC and the payload, or NAMED and title, name, arguments */
export const REQUEST = 2;
/** call, value */
export const REPLY = 3;
/** call, error: the caller was refused */
export const FAIL = 4;
/** call, reason: the server ended */
export const ENDED = 5;
/** pid, address */
export const LINK = 6;
/** pid, address; answered by UNLINKED, until which a LINK that comes is from before */
export const UNLINK = 7;
export const UNLINKED = 8;
/** pid, address, reason: a linked process ended */
export const LINK_EXIT = 9;
/** 1 and pid or 0, address, reason */
export const EXIT = 10;
/** watch, address */
export const WATCH = 11;
/** watch */
export const UNWATCH = 12;
/** watch, reason */
export const DOWN = 13;

/* How a request names what it wants. */
export const GENERIC = 0;
export const NAMED = 1;

/* Kinds of address. */
export const BY_PID = 0;
export const BY_NAME = 1;
export const BY_ALIAS = 2;
