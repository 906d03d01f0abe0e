// What has been played: moves in two columns, and captured pieces beside who captured them.
import { element } from "./element.js";
import { isWhite, picture, WORTH } from "./piece.js";

/** @param {HTMLElement} root @param {readonly string[]} moves */
export function showMoves(root, moves) {
  if (Number(root.dataset.count) === moves.length) return;
  const rows = [];
  for (let i = 0; i < moves.length; i += 2) {
    const cells = [moves[i], moves[i + 1]].map((san, k) =>
      element("span", { class: i + k === moves.length - 1 ? "move latest" : "move" }, san),
    );
    rows.push(element("li", {}, ...cells));
  }
  root.replaceChildren(...rows);
  root.dataset.count = String(moves.length);
  // The latest is in sight, once all the rest of the page has its size.
  requestAnimationFrame(() => root.scrollTo(root.scrollWidth, root.scrollHeight));
}

/** What `colour` has captured, most valuable first, and by how much it is ahead. @param {HTMLElement} root @param {string} taken @param {"w" | "b"} colour */
export function showTaken(root, taken, colour) {
  const worth = (/** @type {string} */ piece) => WORTH[piece.toLowerCase()] ?? 0;
  const own = [...taken].filter((piece) => isWhite(piece) === (colour === "b")).sort((a, b) => worth(b) - worth(a));
  const ahead = [...taken].reduce((sum, piece) => sum + (own.includes(piece) ? worth(piece) : -worth(piece)), 0);
  root.replaceChildren(...own.map(picture), ahead > 0 ? element("span", { class: "ahead" }, `+${ahead}`) : "");
}
