/**
 * How the bytes of nodes travel: what a transport has to offer. `local` (unix sockets) is built in; `worker` and `nats` are others.
 *
 * Flow: `open` joins under a name -> `connect`, or `onChannel` when another node connects -> frames both ways over a `Channel` -> `close`.
 * Who may talk to whom (handshake, cookie), what frames say, and when a silent peer counts as lost, is the node layer's and the same on every transport;
 * `runtime/node/connection.ts` has it.
 *
 * Must not know: processes, terms, cookies.
 */

export interface Transport {
  /** Its name in messages: "local". */
  readonly title: string;
  /**
   * Joins under a name. From now on the node can be connected to, and the program is held open until `close`.
   * Errors: `node_name_taken`, `bad_node_name`, `transport_unreachable`, each saying what to do. Nothing is half-started when it rejects.
   */
  open(name: string, events: TransportEvents): Promise<Membership>;
}

/** What a transport tells the node that opened it. */
export interface TransportEvents {
  /** Another node opened a channel to us. It is not authenticated yet. */
  onChannel(channel: Channel): void;
  /** The membership was lost for good (its server went away and didn't come back); all channels were closed before. */
  onLost(reason: string): void;
}

/** A node that takes part. */
export interface Membership {
  /** Names of the nodes that could be connected to now, our own left out. */
  names(): Promise<string[]>;
  /** Opens a channel. Errors: `node_unreachable` when nobody answers under this name; it never hangs. */
  connect(name: string): Promise<Channel>;
  /** Whether surely no node of this name runs any more. Left out where nobody can know: one that can't be reached may run on. */
  isGone?(name: string): Promise<boolean>;
  /** Where global names are kept. */
  readonly directory: Directory;
  /** Leaves: the name is free, channels are closed, nothing holds the program open. */
  close(): Promise<void>;
}

/**
 * Whole frames, in order, to one peer. One that breaks is closed for good; a new one begins anew.
 *
 * Order: frames arrive in the order sent, each once, or the channel closes. `onFrame` and `onClose` are set in the turn of the event loop in which the channel
 * was handed over, so nothing is missed.
 */
export interface Channel {
  /** Sends a copy of `frame`: its bytes may be used again once this returns. Many sends of one turn are one write. On a closed channel it does nothing. */
  send(frame: Uint8Array): void;
  /** Units: bytes that the other side has not taken yet. For back pressure. */
  readonly buffered: number;
  /**
   * Units: bytes. A frame that is announced as longer closes the channel before anything is allocated for it. It begins as `FIRST_LIMIT`, and is raised by the
   * node layer once the peer is authenticated: a stranger costs little.
   */
  limit: number;
  /** The frame is the receiver's for the length of this call only. */
  onFrame: (frame: Uint8Array) => void;
  /** Called once, also after a `close` of our own; no frame comes after it. */
  onClose: (reason: string) => void;
  /** What was sent before still goes out, if the peer takes it soon. */
  close(): void;
}

/** The `limit` of a new channel: enough for a handshake. */
export const FIRST_LIMIT = 4096;

/** Counts the changes of one key. What it counts from is the directory's affair; only `===` means something. */
export type Revision = number;

export interface Entry {
  readonly value: Uint8Array;
  readonly revision: Revision;
}

/**
 * A small store of keys with compare-and-set, shared by the nodes of a cluster: files with exclusive creation (local), the thread that started the others
 * (worker), JetStream KV (nats). Keys are any text up to 1,000 characters.
 *
 * Order: every change of one key is seen by all in the same order; revisions of a key grow. Errors: rejects with `transport_unreachable` where the store can't be asked.
 */
export interface Directory {
  /** Undefined: the key is taken. */
  create(key: string, value: Uint8Array): Promise<Revision | undefined>;
  /** Undefined: `last` is not the present revision. */
  update(key: string, value: Uint8Array, last: Revision): Promise<Revision | undefined>;
  read(key: string): Promise<Entry | undefined>;
  /** False: `last` is not the present revision. */
  remove(key: string, last: Revision): Promise<boolean>;
  /**
   * Tells of every key below `prefix` that is there now, then of every change (undefined: removed), until the function that it gives is called.
   * Order: the promise settles when all that was there has been told.
   */
  watch(prefix: string, look: (key: string, entry: Entry | undefined) => void): Promise<() => void>;
  /** Settles when the watchers here have been told of every change that was made anywhere before this call. */
  sync(): Promise<void>;
}
