/**
 * `tincture/watch` for `node --import tincture/register --import tincture/watch app.ts`: changed files are loaded into the running program. What `npx tincture run --watch` uses.
 */
import { watch } from "./upgrade/watch.js";

watch();
