// "tincture/jest" for `import`: the same transformer.
import transformer from "./jest.js";

export default transformer;
