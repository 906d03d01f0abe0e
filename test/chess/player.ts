// A player without a page: speaks to the server over a WebSocket as a page does, and remembers what it hears.
import { once } from "node:events";
import { WebSocket } from "ws";
import type { Command, GameNews, News } from "../../examples/chess/protocol.js";

/** Milliseconds until something that should be told is missed. */
const PATIENCE = 15_000;

export class Player {
  readonly heard: News[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (data) => {
      this.heard.push(JSON.parse(String(data)));
      for (const look of this.waiting) look();
    });
  }

  static async at(address: string): Promise<Player> {
    const socket = new WebSocket(`${address.replace("http", "ws")}/socket`);
    const player = new Player(socket);
    await once(socket, "open");
    return player;
  }

  say(command: Command): void {
    this.socket.send(JSON.stringify(command));
  }

  /** The first news that fit, of those heard already or to come. */
  hear<N extends News>(fits: (news: News) => news is N): Promise<N>;
  hear(fits: (news: News) => boolean): Promise<News>;
  hear(fits: (news: News) => boolean): Promise<News> {
    return new Promise((resolve, reject) => {
      const last = () => JSON.stringify(this.heard.at(-1));
      const timer = setTimeout(() => reject(new Error(`nothing that fits came; the last was ${last()}`)), PATIENCE);
      const look = () => {
        const found = this.heard.find(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** The first picture of the game that fits, of those heard already or to come. */
  see(fits: (game: GameNews) => boolean): Promise<GameNews> {
    return this.hear((news): news is GameNews => news.tag === "game" && fits(news));
  }

  seat() {
    return this.hear((news) => news.tag === "seat").then((news) => news as Extract<News, { tag: "seat" }>);
  }

  /** Makes a game, and waits for the seat in it. */
  async create(minutes: number, colour: "w" | "b"): Promise<string> {
    this.say({ tag: "create", name: `${colour} of the test`, minutes, colour });
    return (await this.seat()).game;
  }

  /** Joins a game, and waits for the seat in it. */
  async join(game: string): Promise<void> {
    this.say({ tag: "open", game, token: "" });
    this.say({ tag: "sit", game, name: "the other" });
    await this.seat();
  }

  close(): void {
    this.socket.terminate();
  }
}

/** Makes a game of two new players, White first. */
export async function twoPlayers(address: string, minutes = 10) {
  const [white, black] = await Promise.all([Player.at(address), Player.at(address)]);
  const game = await white.create(minutes, "w");
  await black.join(game);
  return { white, black, game };
}

/** Plays moves from `ply` on, each when the one before has been seen by who answers. */
export async function playMoves(white: Player, black: Player, moves: readonly string[], from = 0): Promise<void> {
  for (const [i, move] of moves.entries()) {
    const ply = from + i;
    const player = ply % 2 === 0 ? white : black;
    await player.see((game) => game.moves.length === ply && game.legal.includes(move));
    player.say({ tag: "move", ply, move });
  }
  const done = from + moves.length;
  await Promise.all([white, black].map((player) => player.see((game) => game.moves.length === done)));
}
