// The processes of a chaos run: three nodes, NATS servers where they are needed, and a way between them that can be cut.
import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type NatsServer, startNats, startNatsCluster } from "../nats_server.js";
import { Beliefs, type Report, type Sample } from "./report.js";

const program = fileURLToPath(new URL("./member.js", import.meta.url));

export const names = ["one@127.0.0.1", "two@127.0.0.1", "three@127.0.0.1"] as const;
export type Setting = "local" | "nats" | "nats3" | "netns";
/** Units: ms. */
export const heartbeat = 1000;

/** A network of its own for the third node, of which the cable can be pulled. Needs root and iproute2. */
class Cable {
  private readonly space = `tincture${process.pid}`;
  readonly host = "10.213.77.1";
  constructor() {
    const [inside, outside] = [`tci${process.pid}`, `tco${process.pid}`];
    this.ip("netns", "add", this.space);
    this.ip("link", "add", outside, "type", "veth", "peer", "name", inside);
    this.ip("link", "set", inside, "netns", this.space);
    this.ip("addr", "add", `${this.host}/24`, "dev", outside);
    this.ip("link", "set", outside, "up");
    this.ip("-n", this.space, "addr", "add", "10.213.77.2/24", "dev", inside);
    this.ip("-n", this.space, "link", "set", inside, "up");
    this.ip("-n", this.space, "link", "set", "lo", "up");
  }
  cut(isCut: boolean): void {
    this.ip("link", "set", `tco${process.pid}`, isCut ? "down" : "up");
  }
  /** Starts a program inside. */
  readonly prefix = ["ip", "netns", "exec", this.space] as const;
  remove(): void {
    this.ip("netns", "del", this.space);
  }
  private ip(...args: string[]): void {
    execFileSync("ip", args);
  }
}

export class World {
  readonly children = new Map<string, ChildProcess>();
  readonly beliefs = new Map<string, Beliefs>();
  private constructor(
    private readonly options: object,
    private readonly folder: string,
    readonly servers: readonly NatsServer[],
    readonly cable: Cable | undefined,
  ) {}

  static async start(setting: Setting): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), "tincture-chaos-"));
    const cable = setting === "netns" ? new Cable() : undefined;
    const servers =
      setting === "local"
        ? []
        : setting === "nats3"
          ? await startNatsCluster()
          : [await startNats(cable === undefined ? {} : { host: cable.host })];
    const own = { cookie: "of the chaos", heartbeat, setupTime: 1000 };
    const addresses = servers.map(({ address }) => address);
    const options =
      servers.length === 0
        ? own
        : { ...own, nats: { servers: addresses, timeout: setting === "nats3" ? 10_000 : 3000 } };
    const world = new World(options, folder, servers, cable);
    for (const name of names) await world.launch(name);
    return world;
  }

  async launch(name: string): Promise<void> {
    const args = [name, JSON.stringify(this.options), names.join(",")];
    const env = { ...process.env, XDG_RUNTIME_DIR: this.folder };
    const inside = this.cable !== undefined && name === names[2];
    const child = inside
      ? spawn("ip", [...(this.cable as Cable).prefix.slice(1), process.execPath, "--expose-gc", program, ...args], {
          env,
          stdio: ["ignore", "inherit", "inherit", "ipc"],
        })
      : fork(program, args, { env, execArgv: ["--expose-gc"] });
    this.children.set(name, child);
    const beliefs = this.beliefs.get(name) ?? new Beliefs(name);
    this.beliefs.set(name, beliefs);
    child.on("message", (message: Sample | Report | string) => {
      if (typeof message === "object" && "believes" in message) beliefs.add(message);
    });
    await new Promise<void>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`${name} ended with ${code} at its start`)));
      const ready = (message: unknown): void => {
        if (message !== "ready") return;
        child.off("message", ready);
        child.removeAllListeners("exit");
        resolve();
      };
      child.on("message", ready);
    });
  }

  child(name: string): ChildProcess {
    return this.children.get(name) as ChildProcess;
  }

  async kill(name: string): Promise<void> {
    const child = this.child(name);
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** What a node has seen since it was started. */
  report(name: string): Promise<Report> {
    const child = this.child(name);
    return new Promise((resolve) => {
      const hear = (message: unknown): void => {
        if (typeof message !== "object" || message === null || !("wrong" in message)) return;
        child.off("message", hear);
        resolve(message as Report);
      };
      child.on("message", hear);
      child.send("report");
    });
  }

  async end(): Promise<void> {
    for (const child of this.children.values()) child.kill("SIGKILL");
    for (const server of this.servers) await server.close();
    this.cable?.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
