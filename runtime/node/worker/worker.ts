/** The transport between threads of one process, and how a thread finds the hub. */
import { isMainThread, type MessagePort } from "node:worker_threads";
import { secretBytes } from "../../core/chance.js";
import { failure } from "../../core/error.js";
import type { Transport } from "../transport.js";
import { hub } from "./hub.js";
import { Line, TITLE } from "./line.js";
import { joinHub } from "./membership.js";

/** In a thread that `startWorker` started: its way to the hub. */
let toHub: Line | undefined;
let cookie: string | undefined;

export function useLineToHub(line: Line, secret: string): void {
  line.hold(false);
  toHub = line;
  cookie = secret;
}

/** The cookie of the nodes of this process, unless the user has one of his own: they need none, as nobody else can reach them. */
export function workerCookie(): string {
  cookie ??= Buffer.from(secretBytes(32)).toString("hex");
  return cookie;
}

/** The end of a fresh line to the hub. Errors: `no_hub`. */
export async function freshPort(): Promise<MessagePort> {
  if (toHub !== undefined) {
    // A thread with nothing else to wait for would end before it is answered.
    toHub.hold(true);
    return toHub.ask({ what: "line" }).finally(() => toHub?.hold(false));
  }
  if (isMainThread) return hub.line();
  throw failure("no_hub");
}

export const workerTransport: Transport = {
  title: TITLE,
  open: async (name, events) => joinHub(new Line(await freshPort()), name, events),
};
