// The page: the part of the address after # says what is shown, a game or the lobby. All else comes over the WebSocket.
import { byId } from "./element.js";
import { makeGame } from "./game.js";
import { makeLobby } from "./lobby.js";
import { keepToken, ownName, tokenOf } from "./memory.js";
import { connect } from "./socket.js";

/** @typedef {import("../protocol.js").News} News */

/** The game that is wanted; "" for the lobby. */
const wanted = () => location.hash.slice(1).replace("lobby", "");

const lobby = makeLobby({
  create: (name, minutes, colour) => socket.send({ tag: "create", name, minutes, colour }),
});
const game = makeGame({
  send: (command) => socket.send(command),
  sit: (id) => socket.send({ tag: "sit", game: id, name: ownName() }),
});

const socket = connect({
  opened() {
    enter();
    document.body.classList.remove("offline");
  },
  closed: () => document.body.classList.add("offline"),
  heard,
});
addEventListener("hashchange", enter);

function enter() {
  const id = wanted();
  socket.send(id === "" ? { tag: "lobby" } : { tag: "open", game: id, token: tokenOf(id) });
}

/** @param {News} news */
function heard(news) {
  switch (news.tag) {
    case "lobby":
      if (wanted() !== "") return;
      lobby.show(news.games);
      return show("lobby");
    case "seat":
      keepToken(news.game, news.token);
      // A game that this page has made.
      if (wanted() !== news.game) history.pushState(null, "", `#${news.game}`);
      return;
    case "game":
      if (wanted() !== news.id) return;
      game.show(news);
      return show("game");
    case "gone":
      location.hash = "lobby";
  }
}

/** @param {"lobby" | "game"} view */
function show(view) {
  for (const id of ["lobby", "game"]) byId(id).hidden = id !== view;
  if (view === "lobby") document.title = "Chess";
}
