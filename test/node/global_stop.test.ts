// What a node waits for when it stops: nothing of others. And what is left of it then: nothing that holds the program open.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, start } from "../e2e/process.js";

test("a node that waits for the end of another's lease, and for its lock, ends when it is stopped", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tincture-stop-"));
  const program = `
    import { Global, Node } from "tincture";
    import * as rt from "tincture/abi";
    const pid = () => rt.spawn(function* () { if (rt.receive() === rt.parked) yield; });
    await Node.start(process.argv[1], { cookie: "of this test" });
    const lock = Global.setLock("lock");
    const name = Global.registerName("name", pid());
    if (process.argv[1] === "one@host") console.log(await lock, await name);
    else {
      const hasName = await name;
      await Node.stop();
      // The timer of the runtime is let go of at the end of the turn.
      await new Promise((resolve) => setImmediate(resolve));
      console.log(await lock, hasName, process.getActiveResourcesInfo().filter((what) => what === "Timeout"));
    }`;
  const args = ["--input-type=module", "-e", program];
  const env = { XDG_RUNTIME_DIR: folder };
  const first = start(process.execPath, [...args, "one@host"], { env });
  try {
    await expect.poll(() => first.printed.output, { timeout: 20_000 }).toBe("true true\n");
    const others = [2, 3].map((i) => run(process.execPath, [...args, `n${i}@host`], { env, timeout: 20_000 }));
    const ends = (await Promise.all(others)).map(({ code, output }) => [code, output]);
    expect(ends).toEqual(Array(2).fill([0, "false false []\n"]));
  } finally {
    first.process.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
