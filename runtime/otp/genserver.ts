/**
 * `genserver`: what a compiled block becomes. A server is the way to start processes of its kind and, under a fixed name, their client.
 *
 * Flow: definition (once) -> kind (BlockServer) + client class; `start` makes a process; a client method makes a request to an address.
 * Source: GenServer; otp/behaviour.md 45-94.
 */
import { checkTimeout, failure } from "../core/error.js";
import { withWait } from "../core/fiber.js";
import { type Name, names, whereis } from "../core/name.js";
import { current, type Process } from "../core/process.js";
import { type Block, BlockServer } from "./block_server.js";
import { ChildSpec } from "./child_spec.js";
import { type Address, Clients } from "./client.js";
import { define } from "./definition.js";
import { durableKind } from "./durable.js";
import type { FormatStatus } from "./format_status.js";
import { ADDRESS, type Addressed, LOCATE, PATIENCE } from "./inline_call.js";
import { type StartOptions, start, startHere } from "./start.js";
import { starterOn } from "./start_on.js";
import { defined } from "./upgradable.js";
import { acceptsOf } from "./validator/schema.js";

export interface ServerOptions {
  readonly name?: Name | ((...init: never[]) => Name);
  /** Milliseconds a call may take. Default 5000. */
  readonly timeout?: number;
  /** Milliseconds the block may take at the start. Default: no limit. */
  readonly startTimeout?: number;
  readonly trapExit?: boolean;
  readonly version?: string;
  readonly formatStatus?: FormatStatus;
  readonly durable?: unknown;
  /** Standard Schemas of the init arguments. */
  readonly args?: readonly unknown[];
}

/** Default timeout of a call in ms, as in OTP. */
const TIMEOUT = 5000;

export class Server implements Addressed {
  [ADDRESS]: Address = "";
  [PATIENCE] = TIMEOUT;
  readonly #kind: BlockServer;
  readonly #clients: Clients;
  /* Of a server that `with` made, what it was made of. */
  readonly #base: Server | undefined;
  #own: ServerOptions = {};
  /* Where a server with a fixed name was found last, and in which state of the names. */
  #found: Process | undefined = undefined;
  #version = -1;

  constructor(kind: BlockServer, own: ServerOptions, clients: Clients, base: Server | undefined) {
    this.#kind = kind;
    this.#clients = clients;
    this.#base = base;
    this.#take(own);
    this.start = this.#starter(false);
    this.startLink = this.#starter(true);
  }

  #take(own: ServerOptions): void {
    this.#own = own;
    const { name, timeout } = this.#options;
    this[ADDRESS] = typeof name === "function" ? "" : (name ?? "");
    this[PATIENCE] = timeout ?? TIMEOUT;
    this.#version = -1;
  }

  get #options(): ServerOptions {
    return this.#base === undefined ? this.#own : { ...this.#base.#options, ...this.#own };
  }

  /** The server under the fixed name. */
  [LOCATE](): Process | undefined {
    const address = this[ADDRESS] as Name;
    if (typeof address !== "string") return whereis(address);
    if (this.#version !== names.version) {
      this.#found = whereis(address);
      this.#version = names.version;
    }
    return this.#found;
  }

  readonly start: (...init: unknown[]) => Promise<Process>;
  readonly startLink: (...init: unknown[]) => Promise<Process>;

  #starter(link: boolean): (...init: unknown[]) => Promise<Process> {
    return withWait(
      (...init: unknown[]) => start(this.#kind, init, this.#plan(init, link)),
      (...init: unknown[]) => startHere(this.#kind, init, this.#plan(init, link)),
    );
  }

  #plan(init: readonly unknown[], link: boolean): StartOptions {
    const { trapExit, startTimeout } = this.#options;
    return { name: this.#nameFor(init), trapExit, timeout: startTimeout, link };
  }

  #nameFor(init: readonly unknown[]): Name | undefined {
    const { name } = this.#options;
    return typeof name === "function" ? (name as (...init: unknown[]) => Name)(...init) : name;
  }

  /** The client of the server at this address. */
  at(address: Address): object {
    return new this.#clients.ofKind(address, this[PATIENCE]);
  }

  /** The client of the server whose name the `name` option makes of these arguments. */
  of(...init: unknown[]): object {
    // As in #nameFor, but here V8 hands the arguments on without making an array of them: 20 ns of a call through a registry.
    const option = this.#options.name;
    const name = typeof option === "function" ? (option as (...init: unknown[]) => Name)(...init) : option;
    if (name === undefined) throw failure("no_name", { server: this.#kind.title });
    return this.at(name);
  }

  /** This server on another node, which must have loaded the module that defines it. */
  on(node: string): object {
    const plan = (init: readonly unknown[]) => {
      const { name, trapExit, timeout } = this.#plan(init, false);
      return { title: this.#kind.title, init, name, trapExit, timeout };
    };
    const named = (name: Name | undefined): object => {
      if (typeof name !== "string") throw failure("no_name", { server: this.#kind.title });
      return this.at({ name, node });
    };
    const fixed = this.#options.name;
    const client = typeof fixed === "string" ? named(fixed) : {};
    return Object.assign(client, {
      start: starterOn(node, plan, false),
      startLink: starterOn(node, plan, true),
      of: (...init: unknown[]) => named(this.#nameFor(init)),
    });
  }

  /** This server as a child of a supervisor, with its init arguments. Its id is its name, else the name of its constant. */
  child(...init: unknown[]): ChildSpec {
    const plan = this.#plan(init, true);
    const id = typeof plan.name === "string" ? plan.name : this.#kind.title;
    return new ChildSpec(id, "worker", () => startHere(this.#kind, init, plan));
  }

  /** The same server with other options. */
  with(options: ServerOptions): Server {
    if (options.durable !== undefined) throw failure("durable_in_with");
    return assemble(this.#kind, options, this.#clients, this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Server<${this.#kind.title}>`;
  }

  /** What an upgrade must know. Static, as the names of a server's own are its user's. */
  static define(server: Server): Server {
    const kind = server.#kind;
    const plan = {
      what: "server",
      title: kind.title,
      subject: server,
      kind,
      version: () => server.#own.version,
      check(next: Server): void {
        const [name, nextName] = [server.#own.name, next.#own.name];
        const isSame = typeof name === "function" ? typeof nextName === "function" : name === nextName;
        if (!isSame) throw failure("upgrade_fixed", { what: "server", title: kind.title, option: "name" });
        if (kind.constructor !== next.#kind.constructor)
          throw failure("upgrade_fixed", { what: "server", title: kind.title, option: "durable" });
      },
      become(next: Server): void {
        kind.become(next.#kind);
        server.#clients.refresh();
        server.#take(next.#own);
        Object.setPrototypeOf(server, classOf(hasFixedName(next), server.#clients).prototype);
      },
    };
    const living = defined(plan, genserver);
    define(living.#kind);
    return living;
  }
}

const namedClasses = new WeakMap<Clients, typeof Server>();

function namedClass(clients: Clients): typeof Server {
  const known = namedClasses.get(clients);
  if (known !== undefined) return known;
  class ServerOfKind extends Server {}
  clients.addTo(ServerOfKind.prototype);
  namedClasses.set(clients, ServerOfKind);
  return ServerOfKind;
}

/** A server under a fixed name is its own client. */
const classOf = (isNamed: boolean, clients: Clients): typeof Server => (isNamed ? namedClass(clients) : Server);
const hasFixedName = (server: Server): boolean => Object.getPrototypeOf(server) !== Server.prototype;

function assemble(kind: BlockServer, own: ServerOptions, clients: Clients, base?: Server): Server {
  if (own.timeout !== undefined) checkTimeout(own.timeout, "a call");
  if (own.startTimeout !== undefined) checkTimeout(own.startTimeout, "a start");
  const { name } = own;
  const isNamed = name === undefined ? base !== undefined && hasFixedName(base) : typeof name !== "function";
  return new (classOf(isNamed, clients))(kind, own, clients, base);
}

/** Makes a server of a compiled block. `title` is the name of the constant it is assigned to. */
export function genserver(title: string | undefined, written: Block, options: ServerOptions = {}): Server {
  const fixed = typeof options.name === "string" ? options.name : undefined;
  const shown = title ?? fixed ?? "genserver";
  const block = options.args === undefined ? written : { ...written, accepts: acceptsOf(options.args, "genserver") };
  const kind =
    options.durable === undefined
      ? new BlockServer(shown, block, options.formatStatus)
      : durableKind(shown, block, options);
  return Server.define(assemble(kind, options, new Clients(kind)));
}

/** These variables of the block were given their first values: of a durable server that was there before, they get those that are kept. */
export function restore(state: object, ...names: string[]): void {
  const process = current();
  if (process?.kind instanceof BlockServer) process.kind.restore(process, state, names);
}

/** A variable of a block that is no state (a class that uses state): kept with the state, not shown with it. */
export function hidden<T>(state: object, name: string, value: T): T {
  Object.defineProperty(state, name, { value, configurable: true, writable: true });
  return value;
}
