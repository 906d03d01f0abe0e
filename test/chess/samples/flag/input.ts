// Time runs out: Black, to move, has a little more than a second, and lets it pass. The flag that White's move has made out of date means nothing.
import { receive, run, spawn } from "tincture";
import { Game, Games, type Member } from "../../../../examples/chess/game.js";
import { Lobby } from "../../../../examples/chess/lobby.js";
import type { GameNews } from "../../../../examples/chess/protocol.js";

await run(async () => {
  await Games.startLink();
  await Lobby.startLink();
  const game = Game.at(await Game.startLink("flag", { minutes: 0.02, increment: 0 }));
  const newPage = (seen: (news: GameNews) => void): Member =>
    spawn(async () => {
      for (;;) seen((await receive<{ news: GameNews }>()).news);
    });
  const end = new Promise<GameNews>((resolve) => {
    const white = newPage((news) => news.result && resolve(news));
    const black = newPage(() => {});
    void (async () => {
      await game.sit(white, "Ann", "w");
      await game.sit(black, "Bob", "b");
      await game.move(white, 0, "e2e4");
      await game.move(black, 1, "e7e5");
      await game.move(white, 2, "g1f3");
    })();
  });
  const { result, moves, clock } = await end;
  console.log(result, moves.join(" "), clock.b, clock.w > 0, clock.running);
});
process.exit();
