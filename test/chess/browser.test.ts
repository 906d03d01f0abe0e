// Two pages in a real browser play a whole real game, by mouse, by dragging and by keys. In the middle the game's process crashes, then the server is killed
// with kill -9 and started again, then it is upgraded by the offer of a draw. No page is loaded again, and position, clocks and moves are right to the end.
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../e2e/process.js";
import { root } from "../suite.js";
import { famous, read } from "./famous_game.js";
import { GamePage } from "./page.js";
import { playMoves, twoPlayers } from "./player.js";
import { addDraws, type ChessServer, copySources, newFolder, startServer } from "./server.js";

const { san, sent, fens } = read(famous.reti);
const folder = copySources();
const data = newFolder();
const node = `chess-test-${process.pid}@127.0.0.1`;
const cookie = "a cookie of this test";

let server: ChessServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([
    startServer({ folder, data, node, cookie }),
    chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.kill("SIGKILL");
});

test("Réti's game, through a crash, kill -9 and an upgrade", async () => {
  const white = await GamePage.open(browser, server.address);
  await white.create("Richard", 10, "w");
  const black = await GamePage.open(browser, server.address, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    colorScheme: "dark",
  });
  await black.join("Savielly");
  const guest = await GamePage.open(browser, white.page.url());
  await white.page.getByText("1 watching").waitFor();

  const ways = ["click", "drag", "keys"] as const;
  const play = async (from: number, to: number) => {
    for (const [i, move] of sent.slice(from, to).entries()) {
      const ply = from + i;
      if (ply % 2 === 0) await white.move(move, ways[(ply / 2) % 3]);
      else await black.move(move, ply % 4 === 1 ? "click" : "drag");
    }
    for (const page of [white, black, guest]) {
      expect(await page.moves(to)).toEqual(san.slice(0, to));
      expect(await page.placement()).toBe(fens[to - 1]?.split(" ")[0]);
    }
  };
  /** Both clocks, once the players' pages agree; nobody has gained or lost by what happened since `before`. */
  const clocks = async (before?: { far: number; near: number }) => {
    let own = { far: 0, near: 0 };
    const difference = async () => {
      const [others, ours] = await Promise.all([black.clocks(), white.clocks()]);
      own = ours;
      return Math.max(Math.abs(ours.near - others.far), Math.abs(ours.far - others.near));
    };
    await expect.poll(difference, { timeout: 10_000 }).toBeLessThanOrEqual(2000);
    if (before !== undefined)
      for (const side of ["near", "far"] as const) {
        expect(own[side]).toBeGreaterThan(before[side] - 15_000);
        expect(own[side]).toBeLessThan(before[side] + 15_000);
      }
    return own;
  };

  await play(0, 6);
  const first = await clocks();

  // The process of the game crashes, and nobody notices.
  await white.page.getByRole("button", { name: "Crash the process" }).click();
  await expect.poll(() => server.output()).toContain("Richard wanted to see game");
  await clocks(first);
  await play(6, 10);
  const second = await clocks();

  // The server is killed: the pages say so, and go on when it is there again.
  await server.kill("SIGKILL");
  await Promise.all([white, black, guest].map((page) => page.page.locator("body.offline").waitFor()));
  server = await startServer({ folder, data, node, cookie, port: server.port });
  await Promise.all([white, black, guest].map((page) => page.page.locator("body:not(.offline)").waitFor()));
  await clocks(second);
  await play(10, 15);

  // The next version has the offer of a draw: buttons that no page knew appear while it is played.
  expect(await white.page.getByRole("button", { name: "Offer a draw" }).count()).toBe(0);
  addDraws(folder);
  const upgrade = await run(process.execPath, [join(root, "dist/transformer/cli/main.js"), "upgrade", node], {
    cwd: folder,
    env: { TINCTURE_COOKIE: cookie },
  });
  expect(upgrade, upgrade.output).toMatchObject({ code: 0 });
  await white.page.getByRole("button", { name: "Offer a draw" }).click();
  await black.status("Richard offers a draw");
  await black.page.getByRole("button", { name: "Decline" }).click();
  await white.page.getByRole("button", { name: "Offer a draw" }).waitFor();
  await play(15, sent.length);

  for (const page of [white, black, guest]) {
    await page.status("Richard won: checkmate");
    expect(await page.page.locator("#score").textContent()).toBe("1–0");
    expect(await page.isTheSame()).toBe(true);
    expect(page.errors).toEqual([]);
  }
  // Black's board stands the other way round; what was captured is beside who captured it.
  expect(await black.page.locator(".square").first().getAttribute("data-square")).toBe("h1");
  expect(await white.page.locator("#near .taken svg").count()).toBe(2);
  expect(await white.page.locator("#far .taken svg").count()).toBe(4);
});

test("a pawn becomes what its player picks, or stays where it was", async () => {
  const { white, black, game } = await twoPlayers(server.address);
  const moves = "d2d4 d7d5 c2c4 e7e5 d4e5 d5d4 e2e3 f8b4 c1d2 d4e3 d2b4 e3f2 e1e2".split(" ");
  await playMoves(white, black, moves);
  const { token } = await black.seat();
  const { page, ...player } = await GamePage.open(browser, `${server.address}/#${game}`);
  await page.evaluate(`sessionStorage.setItem("seat:${game}", "${token}")`);
  await page.reload();
  const start = async () => {
    await page.locator('[data-square="f2"].movable').click();
    await page.locator('[data-square="g1"].target').click();
  };
  await start();
  await page.locator('[data-square="d5"]').click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await start();
  await page.getByRole("button", { name: "knight", exact: true }).click();
  await page.locator('#moves[data-count="14"]').waitFor();
  expect((await white.see((seen) => seen.moves.length === 14)).moves.at(-1)).toBe("fxg1=N+");
  expect(player.errors).toEqual([]);
  for (const other of [white, black]) other.close();
});
