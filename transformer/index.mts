// "tincture/transformer" for `import`: the same functions, and its properties also by name, which Node can't see in the CommonJS file.
import transformer from "./index.js";

export const compileFile: typeof transformer.compileFile = transformer.compileFile;
export const diagnose: typeof transformer.diagnose = transformer.diagnose;
export default transformer;
