import { greet } from "kit";

console.log(greet("ann"));
