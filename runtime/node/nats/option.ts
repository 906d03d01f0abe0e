/** What a user says of NATS. The names are those of the NATS client. */
import { aText, type Checks, checkOptions, over0, wholeFrom } from "../../otp/option.js";

/** Where NATS is, how to sign in, and which cluster of nodes is meant. */
export interface NatsOptions {
  /** "host:port", or several of one NATS cluster. Default: 127.0.0.1:4222. */
  readonly servers?: string | readonly string[];
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  /** The seed of an NKEY: text that begins with SU. */
  readonly nkey?: string;
  /** The contents of a credentials file (JWT and seed). */
  readonly creds?: string;
  /** `{}` asks for TLS; certificates as text or as paths. */
  readonly tls?: {
    readonly ca?: string;
    readonly caFile?: string;
    readonly cert?: string;
    readonly certFile?: string;
    readonly key?: string;
    readonly keyFile?: string;
    readonly handshakeFirst?: boolean;
    readonly rejectUnauthorized?: boolean;
  };
  /** Nodes of one cluster see each other; several clusters may use one NATS. Letters, digits, - and _. Default: "tincture". */
  readonly cluster?: string;
  /** On how many NATS servers names are kept: 1, 3 or 5. Default: 3 on a cluster of NATS servers, else 1. Counts when the first node makes the bucket. */
  readonly replicas?: number;
  /** Milliseconds to wait for NATS at the start, and for its answers. Default: 5,000. */
  readonly timeout?: number;
}

export const CLUSTER = "tincture";
export const TIMEOUT = 5000;

const someServers = (value: unknown): string | undefined =>
  [value].flat().every((server) => typeof server === "string" && server !== "")
    ? undefined
    : '"host:port", or a list of such';
const someTls = (value: unknown): string | undefined =>
  typeof value === "object" && value !== null ? undefined : "an object: {} where certificates are the system's";
const aCluster = (value: unknown): string | undefined =>
  typeof value === "string" && /^[-\w]{1,100}$/.test(value) ? undefined : "a name of letters, digits, - and _";

const checks: Checks = {
  servers: someServers,
  user: aText,
  pass: aText,
  token: aText,
  nkey: aText,
  creds: aText,
  tls: someTls,
  cluster: aCluster,
  replicas: wholeFrom(1),
  timeout: over0("milliseconds"),
};

/** Errors: `bad_options`, `unknown_option`, `bad_option`. */
export function checkNatsOptions(options: NatsOptions): void {
  checkOptions("nats", options, checks);
}
