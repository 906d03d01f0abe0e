/** What is kept of servers, to be looked at: listed, read, deleted. */
import type { Process } from "../core/process.js";
import type { Backend } from "./backend.js";
import type { Batch } from "./batch.js";
import { serverPrefix, termOf } from "./record.js";

/** A server that is kept. */
export interface Snapshot {
  readonly key: string;
  /** How many variables there are, and how many bytes they take. */
  readonly variables: number;
  readonly bytes: number;
  /** The process that runs under the key, if one does. */
  readonly process: Process | undefined;
}

/** What is kept of a server. */
export interface ServerSnapshot {
  readonly key: string;
  /** The constant that it was made by. */
  readonly title: string;
  /** Its option `version`, when it was written last. */
  readonly version: string | undefined;
  readonly state: Record<string, unknown>;
}

/** Of a server: what its state is called and which version it has. */
export interface Head {
  readonly title: string;
  readonly version: string | undefined;
  /** The versions that it had before, the first one first: code of one of these is too old for it. */
  readonly before?: readonly (string | undefined)[];
}

/** The head of a state that gets another version. One that it had before is gone back to, by an upgrade of a running program. */
export function nextHead(stored: Head | null, title: string, version: string | undefined): Head {
  if (stored === null) return { title, version };
  const versions = [...(stored.before ?? []), stored.version];
  const place = versions.indexOf(version);
  const before = place === -1 ? versions : versions.slice(0, place);
  return before.length === 0 ? { title, version } : { title, version, before };
}

export function listServers(backend: Backend, processOf: (key: string) => Process | undefined): Snapshot[] {
  const found = new Map<string, { variables: number; bytes: number }>();
  for (const [place, record] of backend.range("s")) {
    const [key, variable] = place.slice(1).split("\0") as [string, string];
    const one = found.get(key) ?? { variables: 0, bytes: 0 };
    found.set(key, one);
    if (variable !== "") one.variables++;
    one.bytes += record.length;
  }
  return [...found].map(([key, one]) => ({ key, ...one, process: processOf(key) }));
}

export function readServer(payloads: Map<string, Uint8Array>, key: string): ServerSnapshot | undefined {
  if (payloads.size === 0) return undefined;
  const prefix = serverPrefix(key);
  const head = payloads.get(prefix);
  const { title, version } = head === undefined ? { title: "?", version: undefined } : (termOf(head) as Head);
  const state: Record<string, unknown> = {};
  for (const [place, payload] of payloads) if (place !== prefix) state[place.slice(prefix.length)] = termOf(payload);
  return { key, title, version, state };
}

export function deleteServer(batch: Batch, payloads: Map<string, Uint8Array>, key: string): void {
  for (const place of payloads.keys()) batch.put(key, place, null);
}
