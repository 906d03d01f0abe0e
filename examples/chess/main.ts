// `npm run chess`: starts everything and prints the address. PORT is where, default 3000.
import { fileURLToPath } from "node:url";
import { chess } from "./application.js";
import { Web } from "./web.js";

const page = fileURLToPath(new URL("./page/", import.meta.url));
await chess(Number(process.env.PORT ?? 3000), page).start({ type: "permanent" });
console.log(`chess: http://localhost:${await Web.port()}`);
