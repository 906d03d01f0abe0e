// What a node waits for when it stops: nothing of others.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../e2e/process.js";

test("a node that waits for the end of another's lease ends when it is stopped", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tincture-stop-"));
  const program = `
    import { Global, Node } from "tincture";
    import * as rt from "tincture/abi";
    const pid = () => rt.spawn(function* () { if (rt.receive() === rt.parked) yield; });
    await Node.start(process.argv[1], { cookie: "of this test", heartbeat: 1000 });
    if (process.argv[2] === "second") {
      void Global.registerName("name", pid()).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 20));
    } else {
      await Global.registerName("name", pid());
      console.log("holds");
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    await Node.stop();`;
  const args = ["--input-type=module", "-e", program];
  const options = { env: { XDG_RUNTIME_DIR: folder }, timeout: 20_000 };
  const first = run(process.execPath, [...args, "one@host", "first"], options);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const seconds = await Promise.all(
    [2, 3].map((i) => run(process.execPath, [...args, `n${i}@host`, "second"], options)),
  );
  const codes = [await first, ...seconds].map(({ code, stderr }) => [code, stderr]);
  rmSync(folder, { recursive: true, force: true });
  expect(codes).toEqual([
    [0, ""],
    [0, ""],
    [0, ""],
  ]);
});
