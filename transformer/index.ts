// What ts-patch loads as "tincture/transformer": the program hook itself, with what other hosts build on as properties. See hosts/ for the ways in.
import { diagnose as diagnoseProgram } from "./hosts/diagnose.js";
import { compileFile as compile } from "./hosts/per_file.js";
import { refuseToEmit, transformProgram } from "./hosts/ts_patch.js";

function transformer(...args: Parameters<typeof transformProgram>): ReturnType<typeof transformProgram> {
  // ts-patch hands over less to an entry without "transformProgram", and when a program emits.
  if (args[3] === undefined) return refuseToEmit(args[2]) as never;
  return transformProgram(...args);
}

namespace transformer {
  export const compileFile = compile;
  export const diagnose = diagnoseProgram;
}

export = transformer;
