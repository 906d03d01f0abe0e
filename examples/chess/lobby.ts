// All games that there are, as a list that changes under the eyes of whoever looks at it. It is durable, so games are found again after a restart: their
// processes come back when somebody wants to see them.
import { call, cast, genserver, info, monitor, type Pid, send } from "tincture";
import type { LobbyNews, Summary } from "./protocol.js";
import { store } from "./store.js";

/** How many games are kept: of those that are over, the oldest go first. The list is stored as a whole, so it is a short one. */
const ROOM = 100;
/** How many a page is shown. */
const SHOWN = 24;

export interface LobbyMessage {
  readonly tag: "news";
  readonly news: LobbyNews;
}

export const Lobby = genserver(
  () => {
    let games: readonly Summary[] = [];
    const watchers = new Set<Pid<LobbyMessage>>();

    const news = (): LobbyMessage => ({ tag: "news", news: { tag: "lobby", games: games.slice(0, SHOWN) } });

    return {
      /** A game is new, or looks different now. */
      put: cast((game: Summary) => {
        const at = games.findIndex(({ id }) => id === game.id);
        games = at === -1 ? withRoom([game, ...games]) : games.with(at, game);
        for (const watcher of watchers) send(watcher, news());
      }),
      find: call((id: string) => games.find((game) => game.id === id)),
      watch: cast((watcher: Pid<LobbyMessage>) => {
        if (!watchers.has(watcher)) monitor(watcher);
        watchers.add(watcher);
        send(watcher, news());
      }),
      leave: cast((watcher: Pid<LobbyMessage>) => {
        watchers.delete(watcher);
      }),
      gone: info((message: { readonly tag: "DOWN"; readonly pid: Pid }) => {
        switch (message.tag) {
          case "DOWN":
            watchers.delete(message.pid);
        }
      }),
    };
  },
  { name: "Lobby", durable: { store, except: ["watchers"] } },
);

function withRoom(games: readonly Summary[]): readonly Summary[] {
  if (games.length <= ROOM) return games;
  const oldest = games.findLastIndex(({ result }) => result !== undefined);
  return games.toSpliced(oldest, 1);
}
