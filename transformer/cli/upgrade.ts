// tincture upgrade NODE [FILES]: has a running node load what has changed.
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { type Command, Refusal } from "./command.js";
import { checkInstalled } from "./run.js";

/** Run by Node in the project's folder, so that it is the project's own tincture that speaks to the node. */
const script = `
import { Node } from "tincture";
import { Code } from "tincture/upgrade";
const [node, timeout, ...files] = process.argv.slice(1);
try {
  await Node.start("upgrade-" + process.pid + "@" + node.split("@")[1], { hidden: true });
  const { modules, processes, started } = await Code.loadOn(node, files, timeout === "" ? {} : { timeout: Number(timeout) });
  const count = processes + (processes === 1 ? " process goes" : " processes go") + " on with the new code";
  console.log(modules.length === 0 ? "nothing has changed" : [modules.join("\\n"), count, ...started.map((id) => "started " + id)].join("\\n"));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
await Node.stop();
`;

export const upgrade: Command = {
  name: "upgrade",
  usage: "NODE [FILES]",
  summary: "have a running node load what has changed",
  help: [
    "Asks the node NODE of this machine to load FILES anew, and what they import and has changed; without FILES, all of its files that have changed. Its servers go on with the new code at their next message, with their state; when anything fails, all goes on with the old version.",
    "The node must have been started by Node.start(...), with the same cookie, and have called Code.allowRemote() of tincture/upgrade.",
  ].join("\n\n"),
  options: {
    cookie: {
      type: "string",
      value: "TEXT",
      help: "what nodes have in common. Default: TINCTURE_COOKIE of the environment",
    },
    timeout: { type: "string", value: "MS", help: "milliseconds for suspending and migrating. Default: 4000" },
  },
  run([node, ...files], given, terminal) {
    if (node === undefined || !/^\S+@\S+$/.test(node))
      throw new Refusal("upgrade takes the name of a NODE.\nhint: npx tincture upgrade shop@127.0.0.1", 2);
    const timeout = String(given.timeout ?? "");
    if (!/^\d*$/.test(timeout)) throw new Refusal("The timeout is a number of milliseconds.", 2);
    checkInstalled(terminal);
    const cookie = given.cookie === undefined ? {} : { TINCTURE_COOKIE: String(given.cookie) };
    const paths = files.map((file) => resolve(terminal.folder, file));
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script, node, timeout, ...paths], {
      cwd: terminal.folder,
      env: { ...process.env, ...cookie },
      stdio: "inherit",
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? 1));
    });
  },
};
