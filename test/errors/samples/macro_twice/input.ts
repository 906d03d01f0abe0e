import { greet } from "./index.js";

console.log(greet());
