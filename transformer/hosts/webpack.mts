// "tincture/webpack" for `import`: the same function.
import tincture from "./webpack.js";

export default tincture;
