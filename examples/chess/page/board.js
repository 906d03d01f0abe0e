// The board: 64 buttons. Moves are made by two clicks, by dragging, or with arrows and Enter; what may be done is what the server said is legal.
import { element } from "./element.js";
import { isWhite, NAMES, picture } from "./piece.js";

/**
 * What a board shows. `inCheck`: the king in check, "K" or "k".
 * @typedef {{ pieces: Map<string, string>, flipped: boolean, last?: { from: string, to: string }, inCheck?: string, legal: readonly string[] }} Shown
 */

const FILES = "abcdefgh";
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

/**
 * A board in `root`. `moved` is told each move as the server wants it: "e2e4", "e7e8q".
 * @param {HTMLElement} root
 * @param {(move: string) => void} moved
 */
export function makeBoard(root, moved) {
  const squares = /** @type {Map<string, HTMLElement>} */ (new Map());
  /** @type {Shown} */
  let shown = { pieces: new Map(), flipped: false, legal: [] };
  /** @type {string | undefined} */
  let selected;
  let focused = "e2";
  let dragged = false;
  /** The move that a hand has just put in its place, "e2e4": it needs no sliding. */
  let placed = "";

  for (const rank of "87654321")
    for (const file of FILES) {
      const name = file + rank;
      const shade = (FILES.indexOf(file) + Number(rank)) % 2 === 1 ? "dark" : "light";
      const square = element("button", { class: `square ${shade}`, "data-square": name, type: "button", tabindex: -1 });
      squares.set(name, square);
      root.append(square);
    }

  /** @param {string} from */
  const movesFrom = (from) => shown.legal.filter((move) => move.startsWith(from));

  /** @param {string | undefined} square */
  function select(square) {
    selected = square;
    const targets = square === undefined ? [] : movesFrom(square).map((move) => move.slice(2, 4));
    for (const [name, button] of squares) {
      button.classList.toggle("selected", name === square);
      button.classList.toggle("target", targets.includes(name));
      button.classList.toggle("capture", targets.includes(name) && shown.pieces.has(name));
    }
  }

  /** Makes a move if it is one, asking what the pawn becomes. @param {string} from @param {string} to */
  async function attempt(from, to) {
    const moves = movesFrom(from).filter((move) => move.slice(2, 4) === to);
    select(undefined);
    const move = moves.length > 1 ? await promotion(to, moves) : moves[0];
    if (move !== undefined && shown.legal.includes(move)) moved(move);
  }

  /** @param {string} to @param {string[]} moves @returns {Promise<string | undefined>} */
  function promotion(to, moves) {
    return new Promise((resolve) => {
      /** @param {string | undefined} move */
      const done = (move) => {
        listening.abort();
        dialog.remove();
        resolve(move);
      };
      const white = to[1] === "8";
      const choices = ["q", "n", "r", "b"].flatMap((letter) => {
        const move = moves.find((move) => move[4] === letter);
        const label = NAMES[letter];
        return move === undefined
          ? []
          : [
              element(
                "button",
                { type: "button", "aria-label": label, onclick: () => done(move) },
                picture(white ? letter.toUpperCase() : letter),
              ),
            ];
      });
      const dialog = element("div", { class: "promotion", role: "dialog", "aria-label": "Promote to" }, ...choices);
      dialog.addEventListener("keydown", (event) => event.key === "Escape" && done(undefined));
      // Anywhere else: not this move, after all.
      const listening = new AbortController();
      const leave = (/** @type {Event} */ { target }) => {
        if (!dialog.contains(/** @type {Node | null} */ (target))) done(undefined);
      };
      addEventListener("pointerdown", leave, { signal: listening.signal });
      const column = FILES.indexOf(to[0] ?? "a");
      dialog.style.setProperty("--column", String(shown.flipped ? 7 - column : column));
      root.append(dialog);
      choices[0]?.focus();
    });
  }

  /** @param {string} square */
  function press(square) {
    focus(square);
    if (
      selected !== undefined &&
      selected !== square &&
      movesFrom(selected).some((move) => move.slice(2, 4) === square)
    )
      void attempt(selected, square);
    else select(selected !== square && movesFrom(square).length > 0 ? square : undefined);
  }

  /** @param {string} square */
  function focus(square) {
    squares.get(focused)?.setAttribute("tabindex", "-1");
    focused = square;
    squares.get(focused)?.setAttribute("tabindex", "0");
  }

  /** @param {EventTarget | null} target */
  const squareOf = (target) =>
    (target instanceof Element ? target.closest(".square")?.getAttribute("data-square") : null) ?? undefined;

  root.addEventListener("click", (event) => {
    const square = squareOf(event.target);
    if (square !== undefined && !dragged) press(square);
    dragged = false;
  });

  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return select(undefined);
    const step = ARROWS[event.key];
    if (step === undefined || squareOf(event.target) === undefined) return;
    event.preventDefault();
    const turn = shown.flipped ? -1 : 1;
    const file = FILES.indexOf(focused[0] ?? "a") + step[0] * turn;
    const rank = Number(focused[1]) + step[1] * turn;
    const next = `${FILES[file]}${rank}`;
    if (!squares.has(next)) return;
    focus(next);
    squares.get(next)?.focus();
  });

  root.addEventListener("pointerdown", (event) => {
    dragged = false;
    const from = squareOf(event.target);
    const piece = from === undefined ? undefined : squares.get(from)?.querySelector("svg");
    if (event.button !== 0 || from === undefined || !piece || movesFrom(from).length === 0) return;
    const drag = new AbortController();
    const { signal } = drag;
    /** @param {PointerEvent} now */
    const follow = (now) => {
      const [x, y] = [now.clientX - event.clientX, now.clientY - event.clientY];
      if (!dragged && Math.hypot(x, y) < 6) return;
      if (!dragged) select(from);
      dragged = true;
      root.classList.add("dragging");
      piece.classList.add("dragged");
      piece.style.transform = `translate(${x}px, ${y}px) scale(1.1)`;
    };
    /** @param {PointerEvent} end */
    const drop = (end) => {
      drag.abort();
      root.classList.remove("dragging");
      piece.classList.remove("dragged");
      piece.style.transform = "";
      if (!dragged || end.type === "pointercancel") return;
      const to = squareOf(document.elementFromPoint(end.clientX, end.clientY));
      placed = `${from}${to}`;
      if (to !== undefined && to !== from) void attempt(from, to);
      // The click that may come with this is no press.
      setTimeout(() => {
        dragged = false;
      });
    };
    addEventListener("pointermove", follow, { signal });
    addEventListener("pointerup", drop, { signal });
    addEventListener("pointercancel", drop, { signal });
  });

  /** Lets the piece on `to` come from `from`. @param {string} from @param {string} to */
  function slide(from, to) {
    const [start, end] = [squares.get(from), squares.get(to)];
    if (!start || !end || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const [a, b] = [start.getBoundingClientRect(), end.getBoundingClientRect()];
    requestAnimationFrame(() => {
      const piece = squares.get(to)?.querySelector("svg");
      const path = [{ transform: `translate(${a.x - b.x}px, ${a.y - b.y}px)` }, { transform: "none" }];
      piece?.animate(path, { duration: 180, easing: "cubic-bezier(.2, .8, .3, 1)" });
    });
  }

  focus(focused);

  return {
    /** Shows a position; the last move slides into place when it is new. @param {Shown} next */
    show(next) {
      const { pieces, last } = next;
      const isFirst = shown.pieces.size === 0;
      const came = !isFirst && last !== undefined && shown.pieces.get(last.to) !== pieces.get(last.to);
      if (isFirst || next.flipped !== shown.flipped) order(next.flipped);
      const before = selected;
      shown = next;
      for (const [name, square] of squares) {
        const piece = pieces.get(name);
        if (square.dataset.piece !== (piece ?? "")) {
          square.querySelector("svg")?.remove();
          if (piece !== undefined) square.append(picture(piece));
          square.dataset.piece = piece ?? "";
        }
        square.classList.toggle("last", name === last?.from || name === last?.to);
        square.classList.toggle("check", piece !== undefined && piece === next.inCheck);
        square.classList.toggle("movable", movesFrom(name).length > 0);
        const what = piece === undefined ? "" : `, ${isWhite(piece) ? "white" : "black"} ${NAMES[piece.toLowerCase()]}`;
        square.setAttribute("aria-label", name + what);
      }
      if (came && placed !== last.from + last.to) slide(last.from, last.to);
      if (came) placed = "";
      select(before !== undefined && movesFrom(before).length > 0 ? before : undefined);
    },
  };

  /** Puts the squares in the order in which they are seen. @param {boolean} flipped */
  function order(flipped) {
    const names = [...squares.keys()];
    (flipped ? names.sort(flippedOrder) : names.sort((a, b) => flippedOrder(b, a))).forEach((name, i) => {
      const square = /** @type {HTMLElement} */ (squares.get(name));
      for (const label of square.querySelectorAll("i")) label.remove();
      if (i % 8 === 0) square.append(element("i", { class: "rank" }, name[1]));
      if (i >= 56) square.append(element("i", { class: "file" }, name[0]));
      root.append(square);
    });
  }
}

/** As Black sees the board: h1 first, a8 last. @param {string} a @param {string} b */
function flippedOrder(a, b) {
  return Number(a[1]) - Number(b[1]) || b.charCodeAt(0) - a.charCodeAt(0);
}
