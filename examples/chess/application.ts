// The whole program as a tree. Order matters, and so does what falls with what: without the registry no game can be found, so all after it start anew; a
// connection that crashes takes nobody with it.
import { application, supervisor } from "tincture";
import { Connections } from "./connection.js";
import { Games } from "./game.js";
import { GameSupervisor } from "./game_supervisor.js";
import { Lobby } from "./lobby.js";
import { Web } from "./web.js";

const Top = supervisor({ strategy: "rest_for_one" }, (port: number, page: string) => [
  Games,
  Lobby,
  GameSupervisor,
  Connections,
  Web.child(port, page),
]);

export const chess = (port: number, page: string) => application({ name: "chess", start: () => Top.child(port, page) });
