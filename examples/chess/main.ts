// `npm run chess`: starts everything and prints the address. PORT is where, default 3000. With a cookie the program is a node, chess@127.0.0.1, and
// `npx tincture upgrade chess@127.0.0.1` gives it new code while games go on.
import { fileURLToPath } from "node:url";
import { Node } from "tincture";
import { Code } from "tincture/upgrade";
import { chess } from "./application.js";
import { Web } from "./web.js";

if (process.env.TINCTURE_COOKIE) {
  await Node.start(process.env.CHESS_NODE ?? "chess@127.0.0.1");
  Code.allowRemote();
}

const page = fileURLToPath(new URL("./page/", import.meta.url));
await chess(Number(process.env.PORT ?? 3000), page).start({ type: "permanent" });
console.log(`chess: http://localhost:${await Web.port()}`);
