export { Room as Lobby } from "./room.js";
