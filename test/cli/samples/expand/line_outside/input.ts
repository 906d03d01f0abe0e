import { pipe } from "tincture";
const n = 1;
console.log(pipe(n, String));
