// What a page and the server say to each other, as JSON over one WebSocket: a page gives commands, the server sends news. News always hold the whole
// picture, so a page that was away needs nothing but the next one. Types only, but for `readCommand`: what comes from outside is looked at before it counts.

export type Colour = "w" | "b";

/** Time for a whole game, and what each move adds. */
export interface Pace {
  readonly minutes: number;
  /** Seconds per move. */
  readonly increment: number;
}

export const PACES: readonly Pace[] = [
  { minutes: 1, increment: 0 },
  { minutes: 3, increment: 2 },
  { minutes: 5, increment: 3 },
  { minutes: 10, increment: 5 },
  { minutes: 30, increment: 20 },
];

export const paceOf = (minutes: number): Pace =>
  PACES.find((pace) => pace.minutes === minutes) ?? { minutes: 10, increment: 5 };

/* ---- from the page ---- */
export type Command =
  | { readonly tag: "lobby" }
  /** `minutes` names one of PACES. */
  | { readonly tag: "create"; readonly name: string; readonly minutes: number; readonly colour: Colour | "any" }
  /** Looks at a game; with the token of a seat: comes back to it. */
  | { readonly tag: "open"; readonly game: string; readonly token: string }
  /** Takes the free seat. */
  | { readonly tag: "sit"; readonly game: string; readonly name: string }
  /** `ply` is how many moves the page has seen: a move that is sent twice counts once. `move` is "e2e4", "e7e8q". */
  | { readonly tag: "move"; readonly ply: number; readonly move: string }
  /** One of the actions that the game offers. */
  | { readonly tag: "act"; readonly name: string };

/* ---- to the page ---- */
export type News = LobbyNews | GameNews | SeatNews | { readonly tag: "gone"; readonly game: string };

export interface LobbyNews {
  readonly tag: "lobby";
  readonly games: readonly Summary[];
}

/** The page has this seat, and keeps the token: who shows it is the player. */
export interface SeatNews {
  readonly tag: "seat";
  readonly game: string;
  readonly colour: Colour;
  readonly token: string;
}

/** A game as the lobby shows it. */
export interface Summary {
  readonly id: string;
  readonly pace: Pace;
  readonly names: Names;
  readonly fen: string;
  readonly moves: number;
  readonly spectators: number;
  readonly result?: Result;
}

/** A game as one of those who look at it sees it. */
export interface GameNews {
  readonly tag: "game";
  readonly id: string;
  readonly pace: Pace;
  readonly names: Names;
  /** Whose page is there. */
  readonly present: { readonly [C in Colour]: boolean };
  readonly spectators: number;
  /** The seat of who gets this; nobody's for spectators. */
  readonly seat?: Colour;
  readonly fen: string;
  /** In SAN: "Nf3". */
  readonly moves: readonly string[];
  readonly last?: LastMove;
  readonly check: boolean;
  /** Captured pieces in FEN's letters: "pPn". */
  readonly taken: string;
  /** What the one to move may do; empty for all others. */
  readonly legal: readonly string[];
  /** Milliseconds left when this was sent. `running`: whose go on from there. */
  readonly clock: { readonly [C in Colour]: number } & { readonly running?: Colour | undefined };
  readonly result?: Result;
  /** What the page may offer as buttons: the page knows none of them by name, so a new version of the game can have others. */
  readonly actions: readonly Action[];
  /** One sentence about what is going on, where there is something to say. */
  readonly note?: string;
}

export type Names = { readonly [C in Colour]?: string };

export interface LastMove {
  readonly from: string;
  readonly to: string;
}

export interface Result {
  /** Nobody: a draw. */
  readonly winner?: Colour;
  /** "checkmate", "resignation", "time", "stalemate" ... */
  readonly by: string;
}

export interface Action {
  readonly name: string;
  readonly label: string;
  /** What to ask before it is done. */
  readonly ask?: string;
}

/** A command as a page may have sent it; undefined for everything else. */
export function readCommand(text: string): Command | undefined {
  const command = parse(text);
  switch (command.tag) {
    case "lobby":
      return { tag: "lobby" };
    case "create": {
      const colour = command.colour === "w" || command.colour === "b" ? command.colour : "any";
      return { tag: "create", name: nameOf(command.name), minutes: Number(command.minutes), colour };
    }
    case "open":
      return { tag: "open", game: textOf(command.game), token: textOf(command.token) };
    case "sit":
      return { tag: "sit", game: textOf(command.game), name: nameOf(command.name) };
    case "move":
      return typeof command.ply === "number"
        ? { tag: "move", ply: command.ply, move: textOf(command.move) }
        : undefined;
    case "act":
      return { tag: "act", name: textOf(command.name) };
  }
  return undefined;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A player's name: what was typed, without what can't be seen, at most 20 characters; "Guest" when that is nothing. */
function nameOf(typed: unknown): string {
  const seen = textOf(typed).replace(/[\p{C}\s]+/gu, " ");
  return Array.from(seen.trim()).slice(0, 20).join("") || "Guest";
}
