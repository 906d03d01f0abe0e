/**
 * The connection to NATS: loads the client's packages, connects, and makes sure of JetStream and of the bucket in which a cluster keeps its keys.
 *
 * Every way in which this fails ends in one error that says what to do; nothing stays open then.
 */
import type { JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import type { Authenticator, NatsConnection, NodeConnectionOptions } from "@nats-io/transport-node";
import { clock } from "../../core/clock.js";
import { failure, type TinctureError } from "../../core/error.js";
import { CLUSTER, type NatsOptions, TIMEOUT } from "./option.js";

type Packages = typeof import("@nats-io/transport-node") &
  Pick<typeof import("@nats-io/jetstream"), "jetstreamManager"> &
  Pick<typeof import("@nats-io/kv"), "Kvm">;

export interface Client {
  readonly connection: NatsConnection;
  readonly streams: JetStreamManager["streams"];
  readonly bucket: KV;
  /** Name of the stream behind the bucket. */
  readonly stream: string;
  /** What all subjects of the cluster begin with. */
  readonly prefix: string;
  readonly title: string;
  /** Units: ms. */
  readonly timeout: number;
  /** A fresh name that no other node has. */
  unique(): string;
}

/** Units: ms. While a cluster of NATS servers comes up it has no leader, and questions are lost: how long one waits, and the time between two. */
const PATIENCE = 1000;
export const PAUSE = 250;

export async function connectTo(options: NatsOptions, nodeName: string): Promise<Client> {
  const packages = await load();
  const { cluster = CLUSTER, timeout = TIMEOUT } = options;
  const title = `NATS at ${[options.servers ?? "127.0.0.1:4222"].flat().join(", ")}`;
  const connection = await packages.connect(connectOptions(packages, options, nodeName)).catch((error) => {
    throw unreachable(title, error, remedyFor(error));
  });
  try {
    const { streams, bucket } = await openBucket(packages, connection, options, clock.now() + timeout);
    return {
      connection,
      streams,
      bucket,
      stream: `KV_${bucketName(cluster)}`,
      prefix: `tincture.${cluster}`,
      title,
      timeout,
      unique: () => packages.nuid.next(),
    };
  } catch (error) {
    await connection.close();
    throw unreachable(title, error, remedyForJetStream(error));
  }
}

const bucketName = (cluster: string): string => `tincture_${cluster}`;

async function openBucket(packages: Packages, connection: NatsConnection, options: NatsOptions, until: number) {
  const { cluster = CLUSTER } = options;
  const timeout = Math.min(PATIENCE, options.timeout ?? TIMEOUT);
  const replicas = options.replicas ?? (connection.info?.cluster === undefined ? 1 : 3);
  for (;;) {
    try {
      const { streams } = await packages.jetstreamManager(connection, { timeout });
      const kvm = new packages.Kvm(connection);
      // Reads that are answered by any replica may be older than what their asker has seen: `allow_direct` is off.
      const bucket = await kvm.create(bucketName(cluster), { history: 1, replicas, allow_direct: false, timeout });
      return { streams, bucket };
    } catch (error) {
      if (isNotEnabled(error) || clock.now() > until || connection.isClosed()) throw error;
      await new Promise<void>((resolve) => clock.later(resolve, PAUSE));
    }
  }
}

const isNotEnabled = (error: unknown): boolean => (error as Error).name === "JetStreamNotEnabled";

function connectOptions(packages: Packages, options: NatsOptions, nodeName: string): NodeConnectionOptions {
  const { servers, user, pass, token, nkey, creds, tls, timeout = TIMEOUT } = options;
  const encoder = new TextEncoder();
  const authenticator: Authenticator[] = [];
  if (nkey !== undefined) authenticator.push(packages.nkeyAuthenticator(encoder.encode(nkey)));
  if (creds !== undefined) authenticator.push(packages.credsAuthenticator(encoder.encode(creds)));
  return {
    name: nodeName,
    timeout,
    // A node that lost NATS tries to come back until it is stopped.
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    pingInterval: 10_000,
    noAsyncTraces: true,
    ...(servers !== undefined && { servers: [servers].flat() }),
    ...(user !== undefined && { user }),
    ...(pass !== undefined && { pass }),
    ...(token !== undefined && { token }),
    ...(tls !== undefined && { tls }),
    ...(authenticator.length > 0 && { authenticator }),
  };
}

/** Errors: `not_installed`. */
async function load(): Promise<Packages> {
  try {
    const [transport, jetstream, kv] = await Promise.all([
      import("@nats-io/transport-node"),
      import("@nats-io/jetstream"),
      import("@nats-io/kv"),
    ]);
    return { ...transport, jetstreamManager: jetstream.jetstreamManager, Kvm: kv.Kvm };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    const packages = "@nats-io/transport-node @nats-io/jetstream @nats-io/kv";
    throw failure("not_installed", { entry: "tincture/nats", packages }, { cause: error });
  }
}

export function unreachable(title: string, error: unknown, remedy: string): TinctureError {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return failure("transport_unreachable", { transport: title, reason, remedy }, { cause: error });
}

function remedyFor(error: unknown): string {
  const isRefused = /auth|user|permission|credential|nkey|jwt/i.test(
    `${(error as Error).name} ${(error as Error).message}`,
  );
  return isRefused
    ? "check user and pass, token, nkey or creds of nats({ ... })"
    : 'start it with `nats-server -js`, or say where it is: nats({ servers: "host:4222" })';
}

function remedyForJetStream(error: unknown): string {
  return isNotEnabled(error)
    ? "start nats-server with -js: membership and global names are kept in JetStream"
    : "is JetStream of these servers in order, and are there as many servers as nats({ replicas }) asks for?";
}
