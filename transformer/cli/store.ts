// tincture store list|show|export|delete FOLDER [KEY]: what durable servers keep in a folder. The store is the project's own: `tincture/lmdb`, by its public name.
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import { type Command, Refusal, type Terminal } from "./command.js";
import { asJson } from "./store_json.js";

/** As much of `tincture/lmdb` as is used here. */
interface Store {
  servers(): { readonly key: string; readonly variables: number; readonly bytes: number }[];
  server(key: string): Shown | undefined;
  keys(): string[];
  get(key: string): unknown;
  deleteServer(key: string): Promise<void>;
  close(): Promise<void>;
}
interface Shown {
  readonly key: string;
  readonly title: string;
  readonly version: string | undefined;
  readonly state: object;
}
type Open = (path: string, options?: { readOnly: boolean }) => Store;

const operations = ["list", "show", "export", "delete"];

export const store: Command = {
  name: "store",
  usage: "list|show|export|delete FOLDER [KEY]",
  summary: "what durable servers keep in a folder: list it, read it, export it, delete from it",
  help: [
    "`list` names the servers that are kept in FOLDER, `show` prints the state of one. `export` writes all of them, or the one under KEY, as lines of JSON. `delete` forgets one; the next server of that name begins anew.",
    "All but `delete` may be done while the program runs that the folder belongs to.",
  ].join("\n\n"),
  options: {
    out: {
      type: "string",
      short: "o",
      value: "FILE",
      help: "of export: where it is written; default: standard output",
    },
  },
  async run([operation, folder, key, ...more], given, terminal) {
    if (operation === undefined || !operations.includes(operation) || folder === undefined || more.length > 0)
      throw new Refusal(
        "store takes list, show, export or delete, and a FOLDER.\nhint: npx tincture store list data/games",
        2,
      );
    if (key === undefined && (operation === "show" || operation === "delete"))
      throw new Refusal(`store ${operation} takes the KEY of a server.\nhint: npx tincture store list ${folder}`, 2);
    const path = resolve(terminal.folder, folder);
    if (!existsSync(join(path, "data.mdb"))) throw new Refusal(`There is no store in ${folder}.`);
    const opened = lmdbOf(terminal)(path, { readOnly: operation !== "delete" });
    try {
      return await work(operation, opened, key, given.out as string | undefined, terminal);
    } catch (error) {
      if (typeof (error as { code?: unknown }).code !== "string") throw error;
      throw new Refusal((error as Error).message);
    } finally {
      await opened.close().catch(() => {});
    }
  },
};

async function work(
  operation: string,
  opened: Store,
  key: string | undefined,
  out: string | undefined,
  terminal: Terminal,
): Promise<number> {
  if (operation === "list") list(opened, terminal);
  else if (operation === "export") exportAll(opened, key, out, terminal);
  else {
    const server = known(opened, key as string);
    if (operation === "show") show(server, terminal);
    else {
      await opened.deleteServer(server.key);
      terminal.out(`deleted ${server.key}`);
    }
  }
  return 0;
}

function known(opened: Store, key: string): Shown {
  const server = opened.server(key);
  if (server === undefined) throw new Refusal(`Nothing is kept under ${JSON.stringify(key)}.`);
  return server;
}

function list(opened: Store, terminal: Terminal): void {
  const servers = opened.servers();
  const width = Math.max(3, ...servers.map(({ key }) => key.length));
  for (const { key, variables, bytes } of servers)
    terminal.out(`${key.padEnd(width)}  ${variables} variable${variables === 1 ? "" : "s"}, ${bytes} bytes`);
  const values = opened.keys().length;
  terminal.out(
    `${servers.length} server${servers.length === 1 ? "" : "s"}, ${values} value${values === 1 ? "" : "s"} of transactions`,
  );
}

function show({ key, title, version, state }: Shown, { out, isColoured, width }: Terminal): void {
  out(`${title} ${key}${version === undefined ? "" : `, version ${version}`}`);
  for (const [name, value] of Object.entries(state))
    out(`  ${name}: ${inspect(value, { colors: isColoured, depth: 10, breakLength: width }).replaceAll("\n", "\n  ")}`);
}

function exportAll(opened: Store, key: string | undefined, out: string | undefined, terminal: Terminal): void {
  const keys = key === undefined ? opened.servers().map((server) => server.key) : [key];
  const lines = keys.map((each) => {
    const { title, version, state } = known(opened, each);
    return JSON.stringify({ key: each, title, version, state: asJson(state) });
  });
  if (key === undefined)
    for (const each of opened.keys()) lines.push(JSON.stringify({ value: each, is: asJson(opened.get(each)) }));
  if (out === undefined) for (const line of lines) terminal.out(line);
  else writeFileSync(resolve(terminal.folder, out), lines.map((line) => `${line}\n`).join(""));
}

/** The store of the tincture that the project has. */
function lmdbOf({ folder }: Terminal): Open {
  const load = createRequire(join(folder, "package.json"));
  try {
    return (load("tincture/lmdb") as { lmdb: Open }).lmdb;
  } catch {
    throw new Refusal(`tincture is not installed in ${folder}.\nhint: npm install tincture`);
  }
}
