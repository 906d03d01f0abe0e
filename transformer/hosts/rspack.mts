// "tincture/rspack" for `import`: the same function.
import tincture from "./rspack.js";

export default tincture;
