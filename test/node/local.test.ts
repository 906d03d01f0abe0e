// What only the local transport can get wrong: a socket file that looks as if nobody listened on it.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localTransport } from "../../dist/runtime/node/local/local_transport.js";

const events = { onChannel() {}, onLost() {} };

test("the name of a node that is too busy to answer is not taken over", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tincture-local-"));
  const path = join(folder, "busy%40here.sock");
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen({ path, backlog: 1 }, resolve));
  try {
    // More than the system lets wait at its door, in the turn in which the other one asks.
    const crowd = Array.from({ length: 5 }, () => connect(path).on("error", () => {}));
    await expect(localTransport({ folder }).open("busy@here", events)).rejects.toMatchObject({
      code: "transport_unreachable",
      message: expect.stringContaining("EAGAIN"),
    });
    expect(existsSync(path)).toBe(true);
    for (const socket of crowd) socket.destroy();
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});
