import { pipe } from "tincture";
const n = pipe(1, String;
