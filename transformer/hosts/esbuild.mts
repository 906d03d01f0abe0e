// "tincture/esbuild" for `import`: the same function.
import tincture from "./esbuild.js";

export default tincture;
