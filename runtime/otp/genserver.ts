// biome-ignore-all lint/complexity/noArguments: a rest parameter costs an array per cast
/**
 * `genserver`: what a compiled block becomes. A server is the way to start processes of its kind and, under a fixed name, their client.
 *
 * Flow: definition (once) -> kind (BlockServer) + client class; `start` makes a process; a client method makes a request to an address.
 * Source: GenServer; otp/behaviour.md 45-94.
 */
import { copy, copyArguments } from "../core/copy.js";
import { checkTimeout, failure } from "../core/error.js";
import { WAIT } from "../core/fiber.js";
import { type Name, names, whereis } from "../core/name.js";
import { Process } from "../core/process.js";
import { deliver } from "../core/scheduler.js";
import { vm } from "../core/vm.js";
import { type Block, BlockServer } from "./block_server.js";
import { ChildSpec } from "./child_spec.js";
import type { FormatStatus } from "./format_status.js";
import type { Handler } from "./handler.js";
import { ADDRESS, type Addressed, inlineMethod, LOCATE, listOf, PATIENCE } from "./inline_call.js";
import type { Request } from "./pending_call.js";
import { callByPromise, callHere, castTarget, deliverRequest } from "./request.js";
import { CALL, CAST, NUMBER_SHIFT, SINGLE } from "./running.js";
import { type StartOptions, start, startHere } from "./start.js";

export interface ServerOptions {
  readonly name?: Name | ((...init: never[]) => Name);
  /** Milliseconds a call may take. Default 5000. */
  readonly timeout?: number;
  /** Milliseconds the block may take at the start. Default: no limit. */
  readonly startTimeout?: number;
  readonly trapExit?: boolean;
  readonly version?: string;
  readonly formatStatus?: FormatStatus;
}

/** Default timeout of a call in ms, as in OTP. */
const TIMEOUT = 5000;

type Address = Process | Name;

/** What has the methods of a client: made by `at` and `of`. */
class Client implements Addressed {
  readonly [ADDRESS]: Address;
  readonly [PATIENCE]: number;
  constructor(address: Address, timeout: number) {
    this[ADDRESS] = address;
    this[PATIENCE] = timeout;
  }
  [LOCATE](): Process | undefined {
    return whereis(this[ADDRESS] as Name);
  }
}

/** What a method is called on, which must be a client. */
function addressed(client: Addressed | undefined, method: string): Addressed {
  if (client?.[ADDRESS] === undefined) throw failure("detached", { method });
  return client;
}

type Method = (this: Addressed, ...args: unknown[]) => unknown;

function callMethod(kind: BlockServer, request: Request, handler: Handler): Method {
  const { name } = request;
  const method: Record<string, Method> = {
    [name](...args) {
      const client = addressed(this, name);
      return callByPromise(client[ADDRESS], request, copyArguments(args), client[PATIENCE]);
    },
  };
  // The fast lane leaves no room for what a server does that counts its idle time.
  const here: Method =
    handler.plain && kind.idle === undefined
      ? inlineMethod(kind, request, handler.run)
      : function (this: Addressed, ...args) {
          return callHere(this[ADDRESS], request, copyArguments(args), this[PATIENCE]);
        };
  return withWait(method[name] as Method, here);
}

function castMethod(kind: BlockServer, request: Request): Method {
  const { name, tag } = request;
  const method: Record<string, Method> = {
    [name](first) {
      const address = addressed(this, name)[ADDRESS];
      const server = address instanceof Process ? address : castTarget(() => this[LOCATE]());
      vm.reductions--;
      if (server === undefined) return;
      // The commonest form of all: no array is made.
      if (arguments.length === 1 && server.kind === kind) return deliver(server, tag | SINGLE, copy(first), null);
      const args = copyArguments(listOf(arguments));
      if (server.kind === kind) deliver(server, tag, args, null);
      else deliverRequest(server, request, args, null);
    },
  };
  return method[name] as Method;
}

/** The class of a kind's clients: one method per call and cast handler. */
function clientClass(kind: BlockServer): typeof Client {
  const methods: PropertyDescriptorMap = {};
  kind.numbered.forEach((handler: Handler, number) => {
    if (number === 0) return;
    const name = kind.names[number] as string;
    const isCast = handler.kind === "cast";
    const request: Request = { tag: (number << NUMBER_SHIFT) | (isCast ? CAST : CALL), name, kind };
    methods[name] = {
      value: isCast ? castMethod(kind, request) : callMethod(kind, request, handler),
      enumerable: true,
    };
  });
  class ClientOfKind extends Client {}
  Object.defineProperties(ClientOfKind.prototype, methods);
  return ClientOfKind;
}

/** A version of `fn` for process code that awaits it at once. */
function withWait<F extends object>(fn: F, here: unknown): F {
  return Object.defineProperty(fn, WAIT, { value: here });
}

export class Server implements Addressed {
  readonly [ADDRESS]: Address;
  readonly [PATIENCE]: number;
  readonly #kind: BlockServer;
  readonly #options: ServerOptions;
  readonly #clients: typeof Client;
  /* Where a server with a fixed name was found last, and in which state of the names. */
  #found: Process | undefined = undefined;
  #version = -1;

  constructor(kind: BlockServer, options: ServerOptions, clients: typeof Client) {
    this[ADDRESS] = typeof options.name === "function" ? "" : (options.name ?? "");
    this[PATIENCE] = options.timeout ?? TIMEOUT;
    this.#kind = kind;
    this.#options = options;
    this.#clients = clients;
    this.start = this.#starter(false);
    this.startLink = this.#starter(true);
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
    return new this.#clients(address, this[PATIENCE]);
  }

  /** The client of the server whose name the `name` option makes of these arguments. */
  of(...init: unknown[]): object {
    const name = this.#nameFor(init);
    if (name === undefined) throw failure("no_name", { server: this.#kind.title });
    return this.at(name);
  }

  /** This server as a child of a supervisor, with its init arguments. Its id is its name, else the name of its constant. */
  child(...init: unknown[]): ChildSpec {
    const plan = this.#plan(init, true);
    const id = typeof plan.name === "string" ? plan.name : this.#kind.title;
    return new ChildSpec(id, "worker", () => startHere(this.#kind, init, plan));
  }

  /** The same server with other options. */
  with(options: ServerOptions): Server {
    return assemble(this.#kind, { ...this.#options, ...options }, this.#clients);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Server<${this.#kind.title}>`;
  }
}

function assemble(kind: BlockServer, options: ServerOptions, clients: typeof Client): Server {
  if (options.timeout !== undefined) checkTimeout(options.timeout, "a call");
  if (options.startTimeout !== undefined) checkTimeout(options.startTimeout, "a start");
  const server = new Server(kind, options, clients);
  if (options.name !== undefined && typeof options.name !== "function") {
    const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(clients.prototype);
    Object.defineProperties(server, methods);
  }
  return server;
}

/** Makes a server of a compiled block. `title` is the name of the constant it is assigned to. */
export function genserver(title: string | undefined, block: Block, options: ServerOptions = {}): Server {
  const fixed = typeof options.name === "string" ? options.name : undefined;
  const kind = new BlockServer(title ?? fixed ?? "genserver", block, options.formatStatus);
  return assemble(kind, options, clientClass(kind));
}

/** A variable of a block that is no state (a class that uses state): kept with the state, not shown with it. */
export function hidden<T>(state: object, name: string, value: T): T {
  Object.defineProperty(state, name, { value, configurable: true, writable: true });
  return value;
}
