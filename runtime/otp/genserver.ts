/**
 * `genserver`: what a compiled block becomes. A server is the way to start processes of its kind and, under a fixed name, their client.
 *
 * Flow: definition (once) -> kind (BlockServer) + client class; `start` makes a process; a client method makes a request to an address.
 * Source: GenServer; otp/behaviour.md 45-94.
 */
import { checkTimeout, TinctureError } from "../core/error.js";
import { WAIT } from "../core/fiber.js";
import { type Name, resolve } from "../core/name.js";
import type { Process } from "../core/process.js";
import { vm } from "../core/vm.js";
import { BlockServer, type Block } from "./block_server.js";
import type { Handler } from "./handler.js";
import type { Request } from "./pending_call.js";
import { callByPromise, callHere, deliverRequest } from "./request.js";
import { CALL, CAST } from "./server.js";
import { start, startHere } from "./start.js";

export interface ServerOptions {
  readonly name?: Name | ((...init: never[]) => Name);
  /** Milliseconds a call may take. Default 5000. */
  readonly timeout?: number;
  readonly trapExit?: boolean;
  readonly version?: string;
}

/** Default timeout of a call in ms, as in OTP. */
const TIMEOUT = 5000;

type Address = Process | Name;

/** An object with an address: a client, or the server itself under its fixed name. */
interface Addressed {
  readonly address: Address;
  readonly timeout: number;
}

function addressed(client: unknown, method: string): Addressed {
  if (typeof client === "object" && client !== null && "address" in client) return client as Addressed;
  throw new TinctureError("detached", `${method} was taken off its client; call it as client.${method}(...)`);
}

function callMethod(request: Request): (this: unknown, ...args: unknown[]) => Promise<unknown> {
  function method(this: unknown, ...args: unknown[]): Promise<unknown> {
    const { address, timeout } = addressed(this, request.name);
    return callByPromise(address, request, args, timeout);
  }
  function here(this: unknown, ...args: unknown[]): unknown {
    const { address, timeout } = addressed(this, request.name);
    return callHere(address, request, args, timeout);
  }
  return Object.defineProperties(method, { name: { value: request.name }, [WAIT]: { value: here } });
}

function castMethod(request: Request): (this: unknown, ...args: unknown[]) => void {
  function method(this: unknown, ...args: unknown[]): void {
    const server = resolve(addressed(this, request.name).address);
    vm.reductions--;
    if (server !== undefined) deliverRequest(server, request, args, null);
  }
  return Object.defineProperty(method, "name", { value: request.name });
}

/** The client's methods of a kind: one per call and cast handler. */
function methodsOf(kind: BlockServer): PropertyDescriptorMap {
  const methods: PropertyDescriptorMap = {};
  kind.numbered.forEach((handler: Handler, number) => {
    if (number === 0) return;
    const name = kind.names[number] as string;
    const isCast = handler.kind === "cast";
    const request: Request = { tag: (number << 3) | (isCast ? CAST : CALL), name, kind };
    methods[name] = { value: isCast ? castMethod(request) : callMethod(request), enumerable: true };
  });
  return methods;
}

/** A version of `fn` for process code that awaits it at once. */
const withWait = <F extends object>(fn: F, here: unknown): F => Object.defineProperty(fn, WAIT, { value: here });

export class Server {
  constructor(
    readonly kind: BlockServer,
    readonly options: ServerOptions,
    private readonly clientPrototype: object,
  ) {
    this.start = withWait(
      (...init: unknown[]) => start(kind, init, this.startOptions(init, false)),
      (...init: unknown[]) => startHere(kind, init, this.startOptions(init, false)),
    );
    this.startLink = withWait(
      (...init: unknown[]) => start(kind, init, this.startOptions(init, true)),
      (...init: unknown[]) => startHere(kind, init, this.startOptions(init, true)),
    );
  }

  readonly start: (...init: unknown[]) => Promise<Process>;
  readonly startLink: (...init: unknown[]) => Promise<Process>;

  private nameFor(init: readonly unknown[]): Name | undefined {
    const { name } = this.options;
    return typeof name === "function" ? (name as (...init: unknown[]) => Name)(...init) : name;
  }

  private startOptions(init: readonly unknown[], link: boolean) {
    return { name: this.nameFor(init), trapExit: this.options.trapExit, link };
  }

  /** The client of the server at this address. */
  at(address: Address): object {
    const client = Object.create(this.clientPrototype) as { address: Address; timeout: number };
    client.address = address;
    client.timeout = this.options.timeout ?? TIMEOUT;
    return client;
  }

  /** The client of the server whose name the `name` option makes of these arguments. */
  of(...init: unknown[]): object {
    const name = this.nameFor(init);
    if (name === undefined) {
      throw new TinctureError("no_name", `${this.kind.title}.of(...) needs the option name: genserver(block, { name: (...) => ... }); use ${this.kind.title}.at(pid) for a server without a name`);
    }
    return this.at(name);
  }

  /** The same server with other options. */
  with(options: ServerOptions): Server {
    return assemble(this.kind, { ...this.options, ...options }, this.clientPrototype);
  }
}

function assemble(kind: BlockServer, options: ServerOptions, clientPrototype: object): Server {
  if (options.timeout !== undefined) checkTimeout(options.timeout, "a call");
  const server = new Server(kind, options, clientPrototype);
  if (options.name !== undefined && typeof options.name !== "function") {
    Object.defineProperties(server, {
      ...Object.getOwnPropertyDescriptors(clientPrototype),
      address: { value: options.name },
      timeout: { value: options.timeout ?? TIMEOUT },
    });
  }
  return server;
}

/** Makes a server of a compiled block. `title` is the name of the constant it is assigned to. */
export function genserver(title: string | undefined, block: Block, options: ServerOptions = {}): Server {
  const fixed = typeof options.name === "string" ? options.name : undefined;
  const kind = new BlockServer(title ?? fixed ?? "genserver", block);
  return assemble(kind, options, Object.defineProperties({}, methodsOf(kind)));
}

/** A variable of a block that is no state (a class that uses state): kept with the state, not shown with it. */
export function hidden<T>(state: object, name: string, value: T): T {
  Object.defineProperty(state, name, { value, configurable: true, writable: true });
  return value;
}
