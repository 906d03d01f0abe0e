// biome-ignore-all lint/complexity/noArguments: a rest parameter costs an array per cast
/**
 * Clients of servers of a block: objects with one method per call and cast handler.
 *
 * Shape: `Clients` of a kind has the methods, once, and puts them on the prototypes of all that have them. After an upgrade it does so again; methods that did not change their form stay the same functions and run the new handlers, so whoever holds a
 * client, or one of its methods, goes on with the new code.
 */
import { copy, copyArguments } from "../core/copy.js";
import { failure } from "../core/error.js";
import { withWait } from "../core/fiber.js";
import { type Name, whereis } from "../core/name.js";
import { Process } from "../core/process.js";
import { deliver } from "../core/scheduler.js";
import { vm } from "../core/vm.js";
import type { BlockServer } from "./block_server.js";
import type { Handler, Run } from "./handler.js";
import { ADDRESS, type Addressed, inlineMethod, LOCATE, listOf, PATIENCE, takeDetour } from "./inline_call.js";
import type { Request } from "./pending_call.js";
import { callByPromise, callHere, castTarget, deliverRequest } from "./request.js";
import { CALL, CAST, NUMBER_SHIFT, SINGLE } from "./running.js";

export type Address = Process | Name;

/** The class of one kind's clients, which has the methods: made by `at` and `of`. */
type ClientClass = new (address: Address, timeout: number) => Addressed;

/**
 * A class of its own for each kind, derived from none and without fields to define first: one place makes clients of all kinds, and there V8 runs the constructor
 * as it is written (35 ns, a derived class with fields 90 ns).
 */
function clientClass(): ClientClass {
  return class Client implements Addressed {
    declare readonly [ADDRESS]: Address;
    declare readonly [PATIENCE]: number;
    constructor(address: Address, timeout: number) {
      this[ADDRESS] = address;
      this[PATIENCE] = timeout;
    }
    [LOCATE](): Process | undefined {
      return whereis(this[ADDRESS] as Name);
    }
  };
}

/** The address in what a method is called on, which must be a client. Read once: in a program of many servers each look costs 5 ns, as no two clients have one prototype. */
function addressOf(client: Addressed | undefined, method: string): Address {
  const address = client?.[ADDRESS];
  if (address === undefined) throw failure("detached", { method });
  return address;
}

/** The server of a cast to a name. A function of its own: a closure in the method would cost every cast 40 bytes for what it keeps. */
const namedTarget = (client: Addressed): Process | undefined => castTarget(() => client[LOCATE]());

type AnyMethod = (this: Addressed, ...args: unknown[]) => unknown;

interface Method {
  readonly call: AnyMethod;
  /** How it gets another version of its handler, if it runs that itself. */
  readonly become?: ((run: Run) => void) | undefined;
}

/** The fast lane leaves no room for what a server does that counts its idle time. */
const takesFastLane = (kind: BlockServer, handler: Handler): boolean =>
  handler.kind === "call" && handler.plain && kind.idle === undefined;

function callMethod(kind: BlockServer, request: Request, handler: Handler): Method {
  const { name } = request;
  const method: Record<string, AnyMethod> = {
    [name](...args) {
      return callByPromise(addressOf(this, name), request, copyArguments(args), this[PATIENCE]);
    },
  };
  const call = method[name] as AnyMethod;
  if (!takesFastLane(kind, handler)) {
    const here: AnyMethod = function (...args) {
      return callHere(this[ADDRESS], request, copyArguments(args), this[PATIENCE]);
    };
    return { call: withWait(call, here) };
  }
  const { here, become } = inlineMethod(kind, request, handler.run);
  return { call: withWait(call, here), become };
}

function castMethod(kind: BlockServer, request: Request): Method {
  const { name, tag } = request;
  const method: Record<string, AnyMethod> = {
    [name](first) {
      const address = addressOf(this, name);
      const server = address instanceof Process ? address : namedTarget(this);
      vm.reductions--;
      if (server === undefined) return;
      // The commonest form of all: no array is made.
      if (arguments.length === 1 && server.kind === kind) return deliver(server, tag | SINGLE, copy(first), null);
      const args = copyArguments(listOf(arguments));
      if (server.kind === kind) deliver(server, tag, args, null);
      else deliverRequest(server, request, args, null);
    },
  };
  return { call: method[name] as AnyMethod };
}

export class Clients {
  readonly ofKind = clientClass();
  private readonly prototypes: object[] = [];
  private readonly methods = new Map<number, Method>();
  private names: readonly string[] = [];

  constructor(private readonly kind: BlockServer) {
    this.addTo(this.ofKind.prototype as object);
  }

  /** Puts the methods on one more prototype. */
  addTo(prototype: object): void {
    this.prototypes.push(prototype);
    this.refresh();
  }

  /** Makes the methods what the kind's handlers are now. */
  refresh(): void {
    const offered: PropertyDescriptorMap = {};
    for (const [number, method] of this.methods) if (!this.kind.offers(number)) method.become?.(takeDetour);
    this.kind.numbered.forEach((handler, number) => {
      if (!this.kind.offers(number)) return;
      const value = this.methodOf(number, handler).call;
      offered[this.kind.names[number] as string] = { value, enumerable: true, configurable: true };
    });
    for (const prototype of this.prototypes) {
      for (const name of this.names) if (offered[name] === undefined) Reflect.deleteProperty(prototype, name);
      Object.defineProperties(prototype, offered);
    }
    this.names = Object.keys(offered);
  }

  private methodOf(number: number, handler: Handler): Method {
    const known = this.methods.get(number);
    const fast = takesFastLane(this.kind, handler);
    if (known !== undefined && (known.become !== undefined) === fast) {
      known.become?.(handler.run);
      return known;
    }
    known?.become?.(takeDetour);
    const { names } = this.kind;
    const isCast = handler.kind === "cast";
    const tag = (number << NUMBER_SHIFT) | (isCast ? CAST : CALL);
    const request: Request = { tag, name: names[number] as string, kind: this.kind };
    const made = isCast ? castMethod(this.kind, request) : callMethod(this.kind, request, handler);
    this.methods.set(number, made);
    return made;
  }
}
