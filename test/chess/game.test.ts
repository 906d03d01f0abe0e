// Games of the board game, played through the real server by players that speak to it over WebSockets.
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { GameNews } from "../../examples/chess/protocol.js";
import { runTool } from "../e2e/process.js";
import { famous, read } from "./famous_game.js";
import { Player, playMoves, twoPlayers } from "./player.js";
import { addDraws, type ChessServer, copySources, newFolder, REGISTER, startServer } from "./server.js";

let server: ChessServer;
const players: Player[] = [];
beforeAll(async () => {
  server = await startServer();
});
afterEach(() => {
  for (const player of players.splice(0)) player.close();
});
afterAll(() => server?.kill("SIGKILL"));

const newPlayer = async () => {
  const player = await Player.at(server.address);
  players.push(player);
  return player;
};
const newGame = async (minutes?: number) => {
  const made = await twoPlayers(server.address, minutes);
  players.push(made.white, made.black);
  return made;
};
const isOver = (game: GameNews) => game.result !== undefined;

describe("real games, from the first move to the last", () => {
  test.for([
    ["opera", "w", "checkmate"],
    ["immortal", "w", "checkmate"],
    ["evergreen", "w", "checkmate"],
    ["century", "b", "checkmate"],
    ["reti", "w", "checkmate"],
    ["inPassing", "w", "checkmate"],
    ["stalemate", undefined, "stalemate"],
  ] as const)("%s", async ([name, winner, by]) => {
    const { white, black } = await newGame();
    const { san, sent, fens, fen } = read(famous[name]);
    await playMoves(white, black, sent);

    const end = await black.see(isOver);
    expect(end).toMatchObject({ moves: san, fen, result: { by }, legal: [], actions: [] });
    expect(end.result?.winner).toBe(winner);
    expect(end.clock.running).toBeUndefined();
    // Every position on the way, as both saw it.
    for (const player of [white, black])
      for (const [i, expected] of fens.entries())
        expect((await player.see((game) => game.moves.length === i + 1)).fen).toBe(expected);
  });
});

describe("what does not count changes nothing", () => {
  test("moves against the rules, out of turn, from nobody's seat, and twice", async () => {
    const { white, black, game } = await newGame();
    const guest = await newPlayer();
    guest.say({ tag: "open", game, token: "no token" });
    await guest.see(({ id }) => id === game);

    black.say({ tag: "move", ply: 0, move: "e7e5" });
    guest.say({ tag: "move", ply: 0, move: "e2e4" });
    for (const move of ["e2e5", "e7e5", "", "e2", "zzzz", "e2e4e4e4e4"]) white.say({ tag: "move", ply: 0, move });
    for (const ply of [-1, 1, 0.5, Number.NaN]) white.say({ tag: "move", ply, move: "e2e4" });
    for (let i = 0; i < 3; i++) white.say({ tag: "move", ply: 0, move: "d2d4" });

    await playMoves(white, black, ["d7d5"], 1);
    const seen = await white.see(({ moves }) => moves.length === 2);
    expect(seen.moves).toEqual(["d4", "d5"]);
    const guests = await guest.see(({ moves }) => moves.length === 2);
    expect(guests).toMatchObject({ moves: ["d4", "d5"], legal: [], actions: [] });
    expect(guests.seat).toBeUndefined();
  });

  test("what is no command", async () => {
    const player = await newPlayer();
    for (const text of ["", "{", "null", "[1]", '"lobby"', '{"tag":"nothing"}', '{"tag":{}}', '{"tag":"act"}'])
      player.socket.send(text);
    player.say({ tag: "open", game: "nosuchgame", token: "" });
    await player.hear((news) => news.tag === "gone");
    player.say({ tag: "lobby" });
    await player.hear((news) => news.tag === "lobby");
  });

  test("a frame that is too long ends this connection, and no other", async () => {
    const { white, black } = await newGame();
    const loud = await newPlayer();
    const closed = new Promise((resolve) => loud.socket.once("close", resolve));
    loud.socket.on("error", () => {});
    loud.socket.send("x".repeat(100_000));
    await closed;
    await playMoves(white, black, ["e2e4", "e7e5"]);
  });

  test("names are cut and tidied", async () => {
    const player = await newPlayer();
    player.say({ tag: "create", name: `  a\u0000\n${"b".repeat(50)}`, minutes: 5, colour: "b" });
    const { names } = await player.see(({ seat }) => seat === "b");
    expect(names.b).toBe(`a ${"b".repeat(18)}`);
  });

  test("a seat is taken once", async () => {
    const { game } = await newGame();
    const third = await newPlayer();
    third.say({ tag: "open", game, token: "" });
    third.say({ tag: "sit", game, name: "third" });
    third.say({ tag: "lobby" });
    await third.hear((news) => news.tag === "lobby");
    expect(third.heard.filter(({ tag }) => tag === "seat")).toEqual([]);
  });
});

describe("coming and going", () => {
  test("who shows the token of a seat is the player, on any connection", async () => {
    const { white, black, game } = await newGame();
    const { token } = await white.seat();
    await playMoves(white, black, ["e2e4", "e7e5"]);
    white.close();
    await black.see(({ present }) => !present.w);

    const again = await newPlayer();
    again.say({ tag: "open", game, token });
    const seen = await again.see(({ seat }) => seat === "w");
    expect(seen).toMatchObject({ moves: ["e4", "e5"], present: { w: true, b: true } });
    await playMoves(again, black, ["g1f3", "b8c6"], 2);
  });

  test("the lobby shows a game from its beginning to its end, with who looks on", async () => {
    const watcher = await newPlayer();
    watcher.say({ tag: "lobby" });
    await watcher.hear((news) => news.tag === "lobby");
    const { white, black, game } = await newGame();
    await playMoves(white, black, ["e2e4"]);
    const guest = await newPlayer();
    guest.say({ tag: "open", game, token: "" });
    await guest.see(({ spectators }) => spectators === 1);
    black.say({ tag: "act", name: "resign" });
    expect(await white.see(isOver)).toMatchObject({ result: { winner: "w", by: "resignation" }, spectators: 1 });
    const listed = await watcher.hear(
      (news) => news.tag === "lobby" && news.games.some(({ id, result }) => id === game && result !== undefined),
    );
    const summary = listed.tag === "lobby" ? listed.games.find(({ id }) => id === game) : undefined;
    expect(summary).toMatchObject({ names: { w: "w of the test", b: "the other" }, moves: 1, spectators: 1 });
  });

  test("clocks run from the third move on, and add what was agreed on", async () => {
    const { white, black } = await newGame(3);
    await playMoves(white, black, ["e2e4", "e7e5"]);
    const second = await white.see(({ moves }) => moves.length === 2);
    const almost = (ms: number) => expect.closeTo(ms, -4);
    expect(second.clock).toEqual({ w: almost(180_000), b: 180_000, running: "w" });
    await playMoves(white, black, ["g1f3"], 2);
    const third = await white.see(({ moves }) => moves.length === 3);
    expect(third.clock).toEqual({ w: almost(182_000), b: almost(180_000), running: "b" });
  });
});

describe("nothing is lost", () => {
  test("a game that crashes goes on where it was, and no connection closes", async () => {
    const { white, black } = await newGame();
    const { sent } = read(famous.reti);
    await playMoves(white, black, sent.slice(0, 6));
    const before = await white.see(({ moves }) => moves.length === 6);
    for (let i = 0; i < 3; i++) white.say({ tag: "act", name: "crash" });
    await playMoves(white, black, sent.slice(6), 6);

    const end = await black.see(isOver);
    expect(end).toMatchObject({ moves: read(famous.reti).san, result: { winner: "w" } });
    // 5 s for each move since, and nothing for the crashes.
    for (const [colour, gained] of [
      ["w", 8 * 5000],
      ["b", 7 * 5000],
    ] as const) {
      expect(end.clock[colour]).toBeGreaterThan(before.clock[colour] + gained - 10_000);
      expect(end.clock[colour]).toBeLessThanOrEqual(before.clock[colour] + gained);
    }
    expect(server.output().match(/wanted to see game \w+ crash/g)?.length).toBeGreaterThanOrEqual(3);
    for (const { socket } of [white, black]) expect(socket.readyState).toBe(socket.OPEN);
  });

  test("kill -9 at any moment: what both have seen is there, and the token still opens the seat", async () => {
    const data = newFolder();
    const { san, sent, fens } = read(famous.inPassing);
    let killed = await startServer({ data });
    const { port } = killed;
    let { white, black, game } = await twoPlayers(killed.address);
    const tokens = [(await white.seat()).token, (await black.seat()).token] as const;
    for (let ply = 0; ply < sent.length; ) {
      const next = Math.min(ply + 15, sent.length);
      await playMoves(white, black, sent.slice(ply, next), ply);
      ply = next;
      await killed.kill("SIGKILL");
      killed = await startServer({ data, port });
      [white, black] = await Promise.all([Player.at(killed.address), Player.at(killed.address)]);
      white.say({ tag: "open", game, token: tokens[0] });
      black.say({ tag: "open", game, token: tokens[1] });
      const seen = await black.see(({ present }) => present.w && present.b);
      expect(seen).toMatchObject({ moves: san.slice(0, ply), fen: fens[ply - 1], seat: "b" });
    }
    const { result } = await white.see(({ seat }) => seat === "w");
    expect(result).toEqual({ winner: "w", by: "checkmate" });
    white.say({ tag: "lobby" });
    await white.hear((news) => news.tag === "lobby" && news.games[0]?.id === game);
    for (const player of [white, black]) player.close();
    await killed.kill("SIGKILL");
  });

  test("a game that the first version has stored goes on in the second, and ends in a draw", async () => {
    const [data, folder] = [newFolder(), copySources()];
    const old = await startServer({ data, folder });
    const { white, black, game } = await twoPlayers(old.address);
    const token = (await black.seat()).token;
    await playMoves(white, black, ["e2e4"]);
    await old.kill("SIGTERM");

    addDraws(folder);
    const next = await startServer({ data, folder });
    const [guest, again] = await Promise.all([Player.at(next.address), Player.at(next.address)]);
    const whites = (await white.seat()).token;
    guest.say({ tag: "open", game, token: whites });
    again.say({ tag: "open", game, token });
    await again.see(({ moves, present }) => moves.length === 1 && present.w);
    guest.say({ tag: "act", name: "offer" });
    const offered = await again.see(({ note }) => note !== undefined);
    expect(offered.note).toBe("w of the test offers a draw");
    expect(offered.actions.map(({ name }) => name)).toEqual(["accept", "decline", "resign", "crash"]);
    guest.say({ tag: "act", name: "accept" });
    again.say({ tag: "act", name: "accept" });
    expect((await guest.see(isOver)).result).toEqual({ by: "agreement" });
    for (const player of [guest, again]) player.close();
    await next.kill("SIGKILL");
  });
});

test("who lets his time pass has lost", async () => {
  const program = join(import.meta.dirname, "samples/flag/input.ts");
  const env = { CHESS_DATA: newFolder() };
  const { stdout, output } = await runTool("--import", [REGISTER, program], { env });
  expect(stdout, output).toBe("{ winner: 'w', by: 'time' } e4 e5 Nf3 0 true undefined\n");
});
