import { execSync as shell } from "node:child_process";
import * as fs from "node:fs";
import { readFileSync } from "fs";
import { call, genserver, run, terminate } from "tincture";

export const Files = genserver((folder: string) => {
  const names = fs.readdirSync(folder); // fine: once, at the start
  const text = (name: string) => fs.readFileSync(name, "utf8");
  const cell = new Int32Array(new SharedArrayBuffer(4));
  return {
    load: call((name: string) => text(name)),
    count: call(() => names.map(name => readFileSync(name).length)),
    who: call(() => String(shell("id"))),
    pause: call(() => Atomics.wait(cell, 0, 0, 10)),
    // tincture-ignore blocking_call: a file of a few bytes, read once a day
    version: call(() => readFileSync("VERSION", "utf8")),
    close: terminate(() => fs.writeFileSync("last", String(names.length))),
  };
}, { name: "Files" });

// Fine: the main line of the program.
void run(async () => console.log(readFileSync("README.md", "utf8")));
