// The transports that the suites of this folder run on.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nats } from "tincture/nats";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { localTransport } from "../../dist/runtime/node/local/local_transport.js";
import type { Channel, Directory, Membership, Transport } from "../../dist/runtime/node/transport.js";
import { workerTransport } from "../../dist/runtime/node/worker/worker.js";
import { type NatsServer, startNats } from "./nats_server.js";

/** A list of at least two. */
type Some<T> = T[] & { 0: T; 1: T };
/** Gives as many directories of one fresh cluster as asked for. */
export type OpenDirectories = (count: number) => Promise<Some<Directory>>;
/** A node that took part; `accept` is given the channels that others open to it, `lost` is why it fell out. */
export interface Member {
  readonly name: string;
  readonly membership: Membership;
  accept: (channel: Channel) => void;
  readonly lost: string[];
}
/** Joins a cluster that is fresh in every test. */
export type Join = (name: string) => Promise<Member>;

const undo: (() => unknown)[] = [];
/** Runs at the end of the test, last first. */
const later = (job: () => unknown): void => void undo.push(job);

let server: NatsServer;
let cluster = 0;

interface Kind {
  /** A transport to a cluster that nobody uses yet. */
  fresh(): Transport;
}

function local(): Transport {
  const folder = mkdtempSync(join(tmpdir(), "tincture-transport-"));
  later(() => rmSync(folder, { recursive: true, force: true }));
  return localTransport({ folder });
}

const kinds: Record<string, Kind> = {
  local: { fresh: local },
  worker: { fresh: () => workerTransport },
  nats: { fresh: () => nats({ servers: server.address, cluster: `test_${process.pid}_${++cluster}` }) },
};

async function joined(transport: Transport, name: string): Promise<Member> {
  const lost: string[] = [];
  const membership = await transport.open(name, {
    onChannel: (channel) => member.accept(channel),
    onLost: (reason) => lost.push(reason),
  });
  later(() => membership.close());
  const member: Member = { name, membership, accept: () => {}, lost };
  return member;
}

function describeKinds(names: readonly string[], suite: (kind: Kind) => void): void {
  describe.for(names)("%s", (name) => {
    if (name === "nats") {
      beforeAll(async () => void (server = await startNats()));
      afterAll(() => server.close());
    }
    afterEach(async () => {
      for (const job of undo.splice(0).reverse()) await job();
    });
    suite(kinds[name] as Kind);
  });
}

/** Runs a suite once for the directory of every transport. */
export function describeDirectories(suite: (open: OpenDirectories) => void): void {
  describeKinds(Object.keys(kinds), (kind) => {
    const open = async (count: number): Promise<Directory[]> => {
      const transport = kind.fresh();
      const names = Array.from({ length: count }, (_, i) => `d${i}`);
      return Promise.all(names.map(async (name) => (await joined(transport, name)).membership.directory));
    };
    suite(open as OpenDirectories);
  });
}

/** Runs a suite once on every transport. */
export function describeTransports(suite: (cluster: () => Join) => void): void {
  describeKinds(Object.keys(kinds), (kind) => {
    suite(() => {
      const transport = kind.fresh();
      return (name) => joined(transport, name);
    });
  });
}
