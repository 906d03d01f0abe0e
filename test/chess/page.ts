// A page of the board game in a real browser, as its player sees and handles it.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Everything a page of the test has got. */
export class GamePage {
  /** What went wrong in it; nothing may. */
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    // A page that lost its server says so itself: that is no error of ours.
    const isOurs = (text: string) => !/WebSocket connection|ERR_CONNECTION_REFUSED/.test(text);
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (line) => {
      if (line.type() === "error" && isOurs(line.text())) this.errors.push(line.text());
    });
  }

  /** Opens `address` in a browser window of its own. */
  static async open(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<GamePage> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
    context.setDefaultTimeout(15_000);
    const made = new GamePage(await context.newPage());
    await made.page.goto(address);
    // A mark that a reload would wipe out.
    await made.page.evaluate("globalThis.isTheSame = true");
    return made;
  }

  /** Whether it was never reloaded. */
  isTheSame(): Promise<unknown> {
    return this.page.evaluate("globalThis.isTheSame === true");
  }

  async create(name: string, minutes: number, colour: "w" | "b"): Promise<void> {
    await this.page.getByLabel("Your name").fill(name);
    await this.page.locator(`input[name=minutes][value="${minutes}"]`).check();
    await this.page.locator(`input[name=colour][value="${colour}"]`).check();
    await this.page.getByRole("button", { name: "Create game" }).click();
    await this.page.getByText("Waiting for an opponent").waitFor();
  }

  /** Takes the seat that is free in the first game of the lobby. */
  async join(name: string): Promise<void> {
    await this.page.getByLabel("Your name").fill(name);
    await this.page.locator(".game.open").first().click();
    await this.page.getByRole("button", { name: "Play" }).click();
  }

  square(name: string) {
    return this.page.locator(`[data-square="${name}"]`);
  }

  /** Makes a move like "e2e4" by two clicks, by dragging, or by keys, as soon as it is this player's turn. */
  async move(move: string, how: "click" | "drag" | "keys" = "click"): Promise<void> {
    const [from, to] = [move.slice(0, 2), move.slice(2, 4)];
    await this.page.locator(`[data-square="${from}"].movable`).waitFor();
    if (how === "drag") await this.square(from).dragTo(this.square(to));
    else if (how === "click") {
      await this.square(from).click();
      await this.page.locator(`[data-square="${to}"].target`).click();
    } else {
      await this.square(from).focus();
      await this.page.keyboard.press("Enter");
      await this.walk(from, to);
      await this.page.keyboard.press("Enter");
    }
  }

  /** From a square to another by arrows, on a board that White sees. */
  private async walk(from: string, to: string): Promise<void> {
    const files = to.charCodeAt(0) - from.charCodeAt(0);
    const ranks = Number(to[1]) - Number(from[1]);
    for (let i = 0; i < Math.abs(files); i++) await this.page.keyboard.press(files > 0 ? "ArrowRight" : "ArrowLeft");
    for (let i = 0; i < Math.abs(ranks); i++) await this.page.keyboard.press(ranks > 0 ? "ArrowUp" : "ArrowDown");
  }

  /** The moves in its two columns; waits until there are `count`. */
  async moves(count: number): Promise<string[]> {
    await this.page.locator(`#moves[data-count="${count}"]`).waitFor();
    const texts = await this.page.locator("#moves .move").allTextContents();
    return texts.filter((text) => text !== "");
  }

  /** What stands on its board, as the first part of a FEN. */
  async placement(): Promise<string> {
    const squares = await this.page.locator(".square").evaluateAll((all: unknown[]) =>
      all.map((square) => {
        const { dataset } = square as { dataset: { square: string; piece: string } };
        return [dataset.square, dataset.piece] as const;
      }),
    );
    const standing = new Map(squares);
    const row = (rank: string) => [..."abcdefgh"].map((file) => standing.get(file + rank) || "1").join("");
    return [..."87654321"].map((rank) => row(rank).replace(/1+/g, (gap) => String(gap.length))).join("/");
  }

  /** Milliseconds on the clocks, as shown: of the other, and of the player. */
  async clocks(): Promise<{ far: number; near: number }> {
    const [far = "", near = ""] = await this.page.locator(".clock").allTextContents();
    const ms = (text: string) => {
      const [minutes = 0, seconds = 0] = text.split(":").map(Number);
      return (minutes * 60 + seconds) * 1000;
    };
    return { far: ms(far), near: ms(near) };
  }

  status(text: string | RegExp): Promise<void> {
    return this.page.locator("#status").getByText(text).waitFor();
  }
}
