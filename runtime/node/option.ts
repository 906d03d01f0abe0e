/**
 * Options of `Node.start`, and what they are when they aren't given.
 */
import { failure, reasonText } from "../core/error.js";
import { aFlag, aFunction, aText, type Checks, checkOptions, oneOf, over0, wholeFrom } from "../otp/option.js";
import { usualBounds } from "../wire/bound.js";
import type { Transport } from "./transport.js";

/** What `Node.start` takes. */
export interface NodeOptions {
  /** What nodes that talk to each other have in common; it never travels. Default: the environment variable TINCTURE_COOKIE. */
  readonly cookie?: string;
  /** "local" (unix sockets of this machine, the default), "worker" (threads of this process), or a transport of another package or entry. */
  readonly transport?: "local" | "worker" | Transport;
  /** A hidden node isn't in the lists of others, and isn't connected to those that its peers know. Default false. */
  readonly hidden?: boolean;
  /** Milliseconds of silence after which another node counts as lost. Default 60,000, as OTP's net_ticktime; something is sent four times in that time. */
  readonly heartbeat?: number;
  /** Milliseconds that a connection may take to be made. Default 7,000, as OTP's net_setuptime. */
  readonly setupTime?: number;
  /** Bytes of one message. Default 16 MiB. */
  readonly maxBytes?: number;
  /** Objects that are one in another in one message. Default 500. */
  readonly maxDepth?: number;
  /** Bytes that may wait for one other node to take them. Default 64 MiB. */
  readonly maxBuffered?: number;
  /** What comes after that: the connection is closed ("disconnect", the default), or messages are refused with the error `node_busy` ("busy"). */
  readonly whenFull?: "disconnect" | "busy";
  /** Told of the error when a connection to another node can't be made, or breaks. Default: nobody. */
  readonly onTrouble?: (node: string, reason: string) => void;
}

export type Settings = Required<Omit<NodeOptions, "transport">> & {
  readonly transport: "local" | "worker" | Transport;
};

const MIB = 2 ** 20;

const aTransport = (value: unknown): string | undefined =>
  value === "local" || value === "worker" || typeof (value as Transport | null)?.open === "function"
    ? undefined
    : '"local", "worker" or a transport';

const checks: Checks = {
  // It has an error of its own.
  cookie: () => undefined,
  transport: aTransport,
  hidden: aFlag,
  heartbeat: over0("milliseconds"),
  setupTime: over0("milliseconds"),
  maxBytes: wholeFrom(1024),
  maxDepth: wholeFrom(1),
  maxBuffered: wholeFrom(1024),
  whenFull: oneOf("disconnect", "busy"),
  onTrouble: aFunction,
};

/** All settings of a node. Errors: `bad_option`, `unknown_option`, `bad_options`, `bad_cookie`. */
export function settingsOf(options: NodeOptions = {}): Settings {
  checkOptions("Node.start", options, checks);
  const { cookie = process.env.TINCTURE_COOKIE } = options;
  if (aText(cookie) !== undefined) throw failure("bad_cookie", { got: cookie === "" ? '""' : reasonText(cookie) });
  // One that is undefined counts as left out.
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return {
    transport: "local",
    hidden: false,
    heartbeat: 60_000,
    setupTime: 7_000,
    ...usualBounds,
    maxBuffered: 64 * MIB,
    whenFull: "disconnect",
    onTrouble: () => {},
    ...given,
    cookie: cookie as string,
  };
}

/** Errors: `bad_node_name`. Names of other forms than name@host are for transports whose names are others. */
export function checkNodeName(name: unknown): string {
  if (typeof name === "string" && /^[\p{L}\p{N}_.-]{1,100}@[\p{L}\p{N}_.:-]{1,100}$/u.test(name)) return name;
  throw failure("bad_node_name", { got: reasonText(name) });
}
