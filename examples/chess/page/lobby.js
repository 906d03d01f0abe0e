// The lobby: a new game to be made, and all games to join or to look at.
import { byId, element } from "./element.js";
import { keepName, ownName } from "./memory.js";
import { smallBoard } from "./piece.js";
import { paceText, scoreText } from "./text.js";

/** @typedef {import("../protocol.js").Summary} Summary */

/**
 * @param {{ create: (name: string, minutes: number, colour: "w" | "b" | "any") => void }} handlers
 */
export function makeLobby({ create }) {
  const form = /** @type {HTMLFormElement} */ (byId("new-game"));
  const name = /** @type {HTMLInputElement} */ (byId("name"));
  name.value = ownName();
  name.addEventListener("input", () => keepName(name.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const choice = new FormData(form);
    create(name.value, Number(choice.get("minutes")), /** @type {"w" | "b" | "any"} */ (choice.get("colour")));
  });

  return {
    /** @param {readonly Summary[]} games */
    show(games) {
      byId("games").replaceChildren(...games.map(entry));
      byId("no-games").hidden = games.length > 0;
    },
  };
}

/** @param {Summary} game */
function entry(game) {
  const { id, names, pace, result, spectators } = game;
  const isOpen = result === undefined && (names.w === undefined || names.b === undefined);
  const people = spectators === 0 ? "" : `, ${spectators} watching`;
  const what =
    result !== undefined
      ? `${scoreText(result)}, ${result.by}`
      : isOpen
        ? "waiting for an opponent"
        : `move ${Math.floor(game.moves / 2) + 1}${people}`;
  return element(
    "li",
    {},
    element(
      "a",
      { class: isOpen ? "game open" : "game", href: `#${id}` },
      smallBoard(game.fen),
      element(
        "span",
        { class: "about" },
        element("span", { class: "who white" }, names.w ?? "…"),
        element("span", { class: "who black" }, names.b ?? "…"),
        element("span", { class: "what" }, `${paceText(pace)} · ${what}`),
      ),
      element("span", { class: "go" }, isOpen ? "Play" : result === undefined ? "Watch" : "Look"),
    ),
  );
}
