// Pieces as pictures, and positions as pieces. A piece is FEN's letter: "K" is White's king, "k" Black's.

const SVG = "http://www.w3.org/2000/svg";

/** @type {Record<string, string>} */
export const NAMES = { p: "pawn", n: "knight", b: "bishop", r: "rook", q: "queen", k: "king" };
/** @type {Record<string, number>} */
export const WORTH = { p: 1, n: 3, b: 3, r: 5, q: 9, k: 0 };

/** @param {string} piece */
export const isWhite = (piece) => piece === piece.toUpperCase();

/** @param {string} tag @param {Record<string, string | number>} attributes */
function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/** A picture of a piece. @param {string} piece */
export function picture(piece) {
  const svg = drawn("svg", {
    class: `piece ${isWhite(piece) ? "white" : "black"}`,
    viewBox: "0 0 64 64",
    "aria-hidden": "true",
  });
  svg.append(drawn("use", { href: `pieces.svg#${piece.toLowerCase()}` }));
  return svg;
}

/** What stands where: Map of "e4" to piece. @param {string} fen */
export function pieces(fen) {
  const found = /** @type {Map<string, string>} */ (new Map());
  const rows = (fen.split(" ")[0] ?? "").split("/");
  rows.forEach((row, i) => {
    let file = 0;
    for (const letter of row)
      if (/\d/.test(letter)) file += Number(letter);
      else found.set(`${"abcdefgh"[file++]}${8 - i}`, letter);
  });
  return found;
}

/**
 * The pieces after a legal move like "e2e4" or "e7e8q", as long as the server has not said so itself.
 * @param {Map<string, string>} before @param {string} move
 */
export function movedPieces(before, move) {
  const [from, to] = [move.slice(0, 2), move.slice(2, 4)];
  const piece = before.get(from) ?? "";
  const after = new Map(before);
  const promoted = move[4] ?? piece;
  after.delete(from);
  after.set(to, isWhite(piece) ? promoted.toUpperCase() : promoted);
  const kind = piece.toLowerCase();
  // En passant: a pawn goes aside to where nobody stands.
  if (kind === "p" && from[0] !== to[0] && !before.has(to)) after.delete(`${to[0]}${from[1]}`);
  // Castling: the king goes two squares, and the rook to his other side.
  if (kind === "k" && from[0] === "e" && (to[0] === "g" || to[0] === "c")) {
    const [corner, beside] = to[0] === "g" ? ["h", "f"] : ["a", "d"];
    after.set(`${beside}${to[1]}`, before.get(`${corner}${to[1]}`) ?? "");
    after.delete(`${corner}${to[1]}`);
  }
  return after;
}

/** A whole position as one small picture. @param {string} fen */
export function smallBoard(fen) {
  const svg = drawn("svg", { class: "small-board", viewBox: "0 0 8 8", "aria-hidden": "true" });
  for (let i = 0; i < 64; i++) {
    const [x, y] = [i % 8, i >> 3];
    svg.append(drawn("rect", { x, y, width: 1, height: 1, class: (x + y) % 2 === 0 ? "light" : "dark" }));
  }
  for (const [square, piece] of pieces(fen)) {
    const at = { x: square.charCodeAt(0) - 97, y: 8 - Number(square[1]), width: 1, height: 1 };
    svg.append(
      drawn("use", {
        ...at,
        class: `piece ${isWhite(piece) ? "white" : "black"}`,
        href: `pieces.svg#${piece.toLowerCase()}`,
      }),
    );
  }
  return svg;
}
