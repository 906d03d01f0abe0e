// "tincture/rollup" for `import`: the same function.
import tincture from "./rollup.js";

export default tincture;
