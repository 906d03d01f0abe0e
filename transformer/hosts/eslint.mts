// "tincture/eslint" for `import`: the same processor.
import plugin from "./eslint.js";

export default plugin;
