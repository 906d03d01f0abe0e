// Starts games, and starts them again when they crash.
import { dynamicSupervisor, StartError, via } from "tincture";
import { Game, Games } from "./game.js";
import type { Pace } from "./protocol.js";

/** A crash is one game's affair: only a flood of them says that something is wrong with all. */
export const GameSupervisor = dynamicSupervisor({ name: "GameSupervisor", maxRestarts: 50, maxSeconds: 5 });

/** The game of this id; it is started if it isn't there. */
export async function openGame(id: string, pace: Pace) {
  await GameSupervisor.startChild(Game.child(id, pace).with({ restart: "transient" })).catch((error: unknown) => {
    if (!(error instanceof StartError && error.code === "already_started")) throw error;
  });
  return Game.at(via(Games, id));
}
