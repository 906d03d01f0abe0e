// "tincture/vite" for `import`: the same function.
import tincture from "./vite.js";

export default tincture;
