// "tincture/prettier" for `import`: the same plugin.
import plugin from "./prettier.js";

export default plugin;
