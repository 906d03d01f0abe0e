/**
 * Nodes on one machine, over unix sockets: nothing to start, and the default.
 *
 * Shape: a folder that only this user may enter, in it a socket for each node, whose file name is the node's. A file that nobody listens on was left by a
 * node that was killed; the next one of that name takes its place, under a lock, so that two never both do.
 */
import { lstatSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { clock } from "../../core/clock.js";
import { failure } from "../../core/error.js";
import type { Channel, Directory, Membership, Transport, TransportEvents } from "../transport.js";
import { FileDirectory } from "./file_directory.js";
import { SocketChannel } from "./socket_channel.js";

/** Units: bytes. What fits into the address of a unix socket, on every system. */
const LONGEST_PATH = 103;
const SOCKET = ".sock";
/** Units: ms. A lock that is older was left by who was killed. */
const STALE_LOCK = 5000;

/** Nodes that share this folder are one cluster. Default: a folder of the user's below XDG_RUNTIME_DIR, or below the folder of temporary files. */
export function localTransport(options: { readonly folder?: string } = {}): Transport {
  const { folder = usualFolder() } = options;
  return {
    title: "local",
    async open(name, events) {
      prepare(folder);
      const path = pathOf(folder, name);
      return new LocalMembership(folder, name, await listen(path, name, events));
    },
  };
}

function usualFolder(): string {
  const { XDG_RUNTIME_DIR } = process.env;
  if (XDG_RUNTIME_DIR) return join(XDG_RUNTIME_DIR, "tincture");
  return join(tmpdir(), `tincture-${userInfo().uid}`);
}

function prepare(folder: string): void {
  let reason: string | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid } = lstatSync(folder);
    if (process.getuid !== undefined && uid !== process.getuid()) reason = "it belongs to another user";
  } catch (error) {
    reason = (error as Error).message;
  }
  if (reason !== undefined) throw failure("transport_unreachable/folder", { folder, reason });
}

function pathOf(folder: string, name: string): string {
  const path = join(folder, encodeURIComponent(name) + SOCKET);
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  const reason = `its path and the node's name are ${Buffer.byteLength(path)} bytes, and a socket's address has room for ${LONGEST_PATH}`;
  throw failure("transport_unreachable/folder", { folder, reason });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.later(resolve, ms));

/** Holds the lock of a name while `work` runs. */
async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (clock.wallTime() - made > STALE_LOCK) rmSync(lock, { force: true });
      else await pause(20);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

const isNobody = (error: Error): boolean =>
  ["ENOENT", "ECONNREFUSED"].includes((error as NodeJS.ErrnoException).code ?? "");

/** A connected socket, or what hindered it. */
function dial(path: string): Promise<Socket | Error> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("error", resolve);
    socket.once("connect", () => {
      socket.off("error", resolve);
      resolve(socket);
    });
  });
}

function listen(path: string, name: string, events: TransportEvents): Promise<Listening> {
  return locked(path, async () => {
    const other = await dial(path);
    if (!(other instanceof Error)) {
      other.destroy();
      throw failure("node_name_taken", { name, transport: "local" });
    }
    // Somebody may listen who can't answer now: only what surely nobody listens on is taken over.
    if (!isNobody(other)) throw failure("transport_unreachable/folder", { folder: path, reason: other.message });
    rmSync(path, { force: true });
    const channels = new Set<SocketChannel>();
    const server = createServer((socket) => {
      const channel = new SocketChannel(socket);
      channels.add(channel);
      socket.on("close", () => channels.delete(channel));
      events.onChannel(channel);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error) =>
        reject(failure("transport_unreachable/folder", { folder: path, reason: error.message })),
      );
      server.listen(path, resolve);
    });
    return { server, channels };
  });
}

interface Listening {
  readonly server: Server;
  readonly channels: Set<SocketChannel>;
}

class LocalMembership implements Membership {
  private files: FileDirectory | undefined;

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly listening: Listening,
  ) {}

  get directory(): Directory {
    this.files ??= new FileDirectory(join(this.folder, "directory"));
    return this.files;
  }

  async names(): Promise<string[]> {
    const files = readdirSync(this.folder).filter((file) => file.endsWith(SOCKET));
    const names = files.map((file) => decodeURIComponent(file.slice(0, -SOCKET.length)));
    const answers = await Promise.all(
      names.map((name) => (name === this.name ? undefined : dial(pathOf(this.folder, name)))),
    );
    for (const answer of answers) if (answer !== undefined && !(answer instanceof Error)) answer.destroy();
    return names.filter((_, i) => answers[i] !== undefined && !(answers[i] instanceof Error));
  }

  /** A node that was stopped in the middle listens still: its system does so for it. */
  async isGone(name: string): Promise<boolean> {
    const socket = await dial(pathOf(this.folder, name));
    if (!(socket instanceof Error)) socket.destroy();
    return socket instanceof Error && isNobody(socket);
  }

  async connect(name: string): Promise<Channel> {
    const socket = await dial(pathOf(this.folder, name));
    if (!(socket instanceof Error)) {
      const channel = new SocketChannel(socket);
      this.listening.channels.add(channel);
      socket.on("close", () => this.listening.channels.delete(channel));
      return channel;
    }
    const reason = isNobody(socket) ? "nobody has this name here" : socket.message;
    throw failure("node_unreachable", { name, transport: "local", reason });
  }

  close(): Promise<void> {
    const { server, channels } = this.listening;
    this.files?.close();
    for (const channel of channels) channel.close();
    return new Promise((resolve) => void server.close(() => resolve()));
  }
}
