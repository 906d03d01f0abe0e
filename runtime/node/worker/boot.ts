/** What a thread begins with that `Node.startWorker` starts: becomes a node, then loads the user's module. */
import { parentPort } from "node:worker_threads";
import { Node } from "../node.js";
import { Line } from "./line.js";
import type { Boot } from "./start_worker.js";
import { useLineToHub } from "./worker.js";

parentPort?.once("message", async ({ name, module, options, line, control }: Boot) => {
  useLineToHub(new Line(line), options.cookie as string);
  control.on("message", () => void Node.stop().then(() => control.close()));
  control.unref();
  await Node.start(name, options);
  await import(module);
  control.postMessage("started");
});
