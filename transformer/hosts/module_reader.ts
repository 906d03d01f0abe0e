// Reads modules for upgrades in a thread of its own: loading TypeScript takes half a second, and compiling a file some of it, in which the program would answer nobody.
//
// Flow: read(file) -> the thread (this same file, loaded there) compiles it and takes it apart -> ModuleBody, or the mistakes in it. The thread ends when nothing was read for a while.
import { readFileSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { bodyOfCommonJs, bodyOfModule, type ModuleBody } from "./module_body.js";
import { compileForNode, formatOf, isTypeScript } from "./node_source.js";
import { findTypeScript, HostError, loadTypeScript } from "./project.js";

interface Wanted {
  readonly id: number;
  readonly file: string;
  /** The program was started with it. */
  readonly isProgram: boolean;
}
type Answer = { readonly id: number } & ({ readonly body: ModuleBody } | { readonly mistake: string });

const role = "tincture/module_reader";
/** How long the thread waits for the next module, in ms. */
const patience = 30_000;

let thread: Worker | undefined;
let serial = 0;
let timer: NodeJS.Timeout | undefined;
const waiting = new Map<number, { resolve(body: ModuleBody): void; reject(error: Error): void }>();

/** A module as the body of a function. Errors: HostError, with the mistakes in it. */
export function readModule(file: string, isProgram: boolean): Promise<ModuleBody> {
  thread ??= begin();
  clearTimeout(timer);
  timer = setTimeout(end, patience).unref();
  const wanted: Wanted = { id: ++serial, file, isProgram };
  thread.postMessage(wanted);
  thread.ref();
  return new Promise((resolve, reject) => void waiting.set(wanted.id, { resolve, reject }));
}

function begin(): Worker {
  const worker = new Worker(__filename, { workerData: role, execArgv: [] });
  worker.unref();
  worker.on("message", (answer: Answer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ("body" in answer) asker?.resolve(answer.body);
    else asker?.reject(new HostError(answer.mistake));
  });
  worker.on("error", (error) => {
    if (thread === worker) thread = undefined;
    for (const asker of waiting.values()) asker.reject(error);
    waiting.clear();
  });
  return worker;
}

function end(): void {
  if (waiting.size > 0) return;
  void thread?.terminate();
  thread = undefined;
}

function read({ file, isProgram }: Wanted): ModuleBody {
  const folder = process.cwd();
  const typescript = loadTypeScript(findTypeScript(folder, "node", folder).path);
  const text = isTypeScript(file) ? (compileForNode(file, true) as string) : readFileSync(file, "utf8");
  if (formatOf(file) === "module") return bodyOfModule(typescript, text, file, isProgram);
  return { text: bodyOfCommonJs(typescript, text, file, isProgram), imports: [], handsOn: [] };
}

if (!isMainThread && workerData === role) {
  parentPort?.on("message", (wanted: Wanted) => {
    const { id } = wanted;
    let answer: Answer;
    try {
      answer = { id, body: read(wanted) };
    } catch (error) {
      answer = { id, mistake: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(answer);
  });
}
