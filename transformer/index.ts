// What ts-patch loads as "tincture/transformer": the program hook itself, with what other hosts build on as properties. See hosts/ for the ways in.
import { diagnose as diagnoseProgram } from "./hosts/diagnose.js";
import { compileFile as compile } from "./hosts/per_file.js";
import { transformProgram } from "./hosts/ts_patch.js";

function transformer(...args: Parameters<typeof transformProgram>): ReturnType<typeof transformProgram> {
  return transformProgram(...args);
}

namespace transformer {
  export const compileFile = compile;
  export const diagnose = diagnoseProgram;
}

export = transformer;
