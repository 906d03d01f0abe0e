// A game on the page: board, clocks, moves, and what may be done. Shows what the server said last; a move of one's own is shown at once, and sent until it counts.
import { makeBoard } from "./board.js";
import { makeClock } from "./clock.js";
import { byId, element } from "./element.js";
import { showMoves, showTaken } from "./moves.js";
import { movedPieces, pieces } from "./piece.js";
import { COLOURS, paceText, scoreText, statusText, turnOf } from "./text.js";

/** @typedef {import("../protocol.js").GameNews} GameNews */
/** @typedef {import("../protocol.js").Command} Command */

/** How often a move is sent that does not come to count. */
const ATTEMPTS = 5;

/** @param {{ send: (command: Command) => void, sit: (game: string) => void }} handlers */
export function makeGame({ send, sit }) {
  const board = makeBoard(byId("board"), play);
  const strips = [strip("far"), strip("near")];
  /** @type {GameNews | undefined} */
  let news;
  /** The own move that does not count yet. @type {{ ply: number, move: string, attempts: number } | undefined} */
  let pending;
  let isFlipped = false;
  /** When `news` came. */
  let received = 0;

  byId("flip").addEventListener("click", () => {
    isFlipped = !isFlipped;
    draw();
  });
  byId("copy").addEventListener("click", async () => {
    await navigator.clipboard?.writeText(location.href);
    byId("copy").textContent = "Copied";
    setTimeout(() => (byId("copy").textContent = "Copy the address"), 1500);
  });

  /** @param {string} move */
  function play(move) {
    if (news === undefined) return;
    pending = { ply: news.moves.length, move, attempts: 0 };
    push();
    draw();
  }

  /** Sends the own move, again if need be: one that counts already changes nothing. */
  function push() {
    if (pending === undefined || pending.attempts++ >= ATTEMPTS) pending = undefined;
    else send({ tag: "move", ply: pending.ply, move: pending.move });
  }

  function draw() {
    if (news === undefined) return;
    drawBoard(news);
    drawPlayers(news);
    drawPanel(news);
    const isOwnTurn = news.legal.length > 0 && pending === undefined;
    document.title = isOwnTurn ? "Your move · Chess" : "Chess";
  }

  /** @param {GameNews} news */
  const isTurned = ({ seat }) => (seat === "b") !== isFlipped;

  /** The position, with the own move in it, if there is one on its way. @param {GameNews} news */
  function drawBoard(news) {
    const { fen, last, check, legal } = news;
    const standing = pieces(fen);
    const flipped = isTurned(news);
    if (pending === undefined) {
      const inCheck = check ? (turnOf(news) === "w" ? "K" : "k") : undefined;
      return board.show({ pieces: standing, flipped, last, inCheck, legal });
    }
    const { move } = pending;
    const own = { from: move.slice(0, 2), to: move.slice(2, 4) };
    board.show({ pieces: movedPieces(standing, move), flipped, last: own, legal: [] });
  }

  /** @param {GameNews} news */
  function drawPlayers(news) {
    const { names, present, clock, taken, result } = news;
    /** @type {("w" | "b")[]} */
    const downwards = isTurned(news) ? ["w", "b"] : ["b", "w"];
    downwards.forEach((colour, i) => {
      const isTurn = turnOf(news) === colour && result === undefined;
      strips[i]?.show({ colour, name: names[colour], isHere: present[colour], isTurn, taken });
      strips[i]?.clock(clock[colour], clock.running === colour, received);
    });
  }

  /** @param {GameNews} news */
  function drawPanel(news) {
    const { id, seat, names, result, spectators } = news;
    const isOn = result === undefined;
    const hasFreeSeat = isOn && (names.w === undefined || names.b === undefined);
    byId("pace").textContent = paceText(news.pace);
    byId("spectators").textContent = spectators === 0 ? "" : `${spectators} watching`;
    showMoves(byId("moves"), news.moves);
    say(byId("status"), statusText(news));
    byId("score").textContent = isOn ? "" : scoreText(result);
    byId("invite").hidden = !(hasFreeSeat && seat !== undefined);
    const offered = news.actions.map(({ name, label, ask }) =>
      button(label, "", () => (ask === undefined || confirm(ask)) && send({ tag: "act", name })),
    );
    if (hasFreeSeat && seat === undefined) offered.unshift(button("Play", "primary", () => sit(id)));
    if (!isOn) offered.push(element("a", { class: "button primary", href: "#lobby" }, "New game"));
    byId("actions").replaceChildren(...offered);
  }

  return {
    /** @param {GameNews} next */
    show(next) {
      if (next.id !== news?.id) isFlipped = false;
      news = next;
      received = performance.now();
      if (pending !== undefined && next.legal.includes(pending.move) && next.moves.length === pending.ply) push();
      else pending = undefined;
      draw();
    },
  };
}

/** The strip of a player: name, captured pieces, clock. @param {"near" | "far"} id */
function strip(id) {
  const root = byId(id);
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(`.${name}`));
  const clock = makeClock(part("clock"));
  return {
    /** @param {{ colour: "w" | "b", name: string | undefined, isHere: boolean, isTurn: boolean, taken: string }} player */
    show({ colour, name, isHere, isTurn, taken }) {
      root.dataset.colour = colour;
      root.classList.toggle("turn", isTurn);
      root.classList.toggle("away", name !== undefined && !isHere);
      root.classList.toggle("nobody", name === undefined);
      part("name").textContent = name ?? COLOURS[colour];
      part("presence").title = isHere ? "here" : "away";
      showTaken(part("taken"), taken, colour);
    },
    clock: clock.show,
  };
}

/** Text that is read out when it changes, and only then. @param {HTMLElement} root @param {string} text */
function say(root, text) {
  if (root.textContent !== text) root.textContent = text;
}

/** @param {string} label @param {string} kind @param {() => void} onclick */
const button = (label, kind, onclick) => element("button", { type: "button", class: `button ${kind}`, onclick }, label);
