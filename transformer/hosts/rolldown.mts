// "tincture/rolldown" for `import`: the same function.
import tincture from "./rolldown.js";

export default tincture;
