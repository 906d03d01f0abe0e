// What the page says in words.

/** @typedef {import("../protocol.js").GameNews} GameNews */

/** @type {Record<"w" | "b", string>} */
export const COLOURS = { w: "White", b: "Black" };

/** @param {{ fen: string }} position @returns {"w" | "b"} */
export const turnOf = ({ fen }) => (fen.split(" ")[1] === "b" ? "b" : "w");

/** "10+5": minutes, and seconds a move. @param {import("../protocol.js").Pace} pace */
export const paceText = ({ minutes, increment }) => `${minutes}+${increment}`;

/** "1–0". @param {import("../protocol.js").Result} result */
export const scoreText = ({ winner }) => (winner === undefined ? "½–½" : winner === "w" ? "1–0" : "0–1");

/** What is to be said about a game as it stands. @param {GameNews} news */
export function statusText(news) {
  const { result, note, names, seat, check } = news;
  if (result !== undefined) {
    const { winner, by } = result;
    return winner === undefined ? `Draw: ${by}` : `${names[winner] ?? COLOURS[winner]} won: ${by}`;
  }
  if (note !== undefined) return note;
  if (names.w === undefined || names.b === undefined) return "Waiting for an opponent";
  const turn = turnOf(news);
  const whose = seat === turn ? "Your move" : `${COLOURS[turn]} to move`;
  return check ? `Check. ${whose}` : whose;
}
