// What ts-patch loads as "tincture/transformer", and what other hosts build on. See hosts/ for the ways in.
export { type CompiledFile, type CompileOptions, compileFile } from "./hosts/per_file.js";
export { transformProgram as default } from "./hosts/ts_patch.js";
