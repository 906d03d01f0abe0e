// Two pages in a real browser play a whole real game, by mouse, by dragging and by keys.
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { famous, read } from "./famous_game.js";
import { GamePage } from "./page.js";
import { type ChessServer, startServer } from "./server.js";

let server: ChessServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([
    startServer(),
    chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.kill("SIGKILL");
});

test("the opera game: two players, and one who looks on", async () => {
  const { san, sent, fens } = read(famous.opera);
  const white = await GamePage.open(browser, server.address);
  await white.create("Paul", 10, "w");
  const black = await GamePage.open(browser, server.address, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    colorScheme: "dark",
  });
  await black.join("Karl");
  const guest = await GamePage.open(browser, white.page.url());
  await white.page.getByText("1 watching").waitFor();

  const ways = ["click", "drag", "keys"] as const;
  for (const [i, move] of sent.entries()) {
    if (i % 2 === 0) await white.move(move, ways[(i / 2) % 3]);
    else await black.move(move, i % 4 === 1 ? "click" : "drag");
  }
  for (const page of [white, black, guest]) {
    expect(await page.moves(san.length)).toEqual(san);
    expect(await page.placement()).toBe(fens.at(-1)?.split(" ")[0]);
    await page.status("Paul won: checkmate");
    expect(await page.page.locator("#score").textContent()).toBe("1–0");
    expect(await page.isTheSame()).toBe(true);
    expect(page.errors).toEqual([]);
  }
  // Black's board stands the other way round; what was captured is beside who captured it.
  expect(await black.page.locator(".square").first().getAttribute("data-square")).toBe("h1");
  expect(await white.page.locator("#near .taken svg").count()).toBe(6);
  expect(await white.page.locator("#far .taken svg").count()).toBe(6);
});
