/** The transport between threads of one process, and how a thread finds the hub. */
import { isMainThread } from "node:worker_threads";
import { failure } from "../../core/error.js";
import type { Transport } from "../transport.js";
import { hub } from "./hub.js";
import { Line, TITLE } from "./line.js";
import { joinHub } from "./membership.js";

/** In a thread that `startWorker` started: its way to the hub. */
let toHub: Line | undefined;

export function useLineToHub(line: Line): void {
  line.hold(false);
  toHub = line;
}

/** A fresh line to the hub. Errors: `no_hub`. */
async function freshLine(): Promise<Line> {
  if (toHub !== undefined) return new Line(await toHub.ask({ what: "line" }));
  if (isMainThread) return new Line(hub.line());
  throw failure("no_hub");
}

export const workerTransport: Transport = {
  title: TITLE,
  open: async (name, events) => joinHub(await freshLine(), name, events),
};
