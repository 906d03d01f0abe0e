// What the compiler has to say of a file, while it is being written: the same as under `tspc`. Only macros of the user's don't run here: their code may be half
// written, and an editor must not stop, delete files or open sockets because of a loop that has no end yet.

import type { Host } from "../compiler.js";
import { diagnosticsIn } from "../hosts/diagnose.js";
import { optionsOf } from "../hosts/entry.js";
import { programHost } from "../hosts/program_host.js";
import { Pipeline } from "../pipeline.js";
import type { ts } from "../ts.js";

interface Known {
  readonly host: Host;
  readonly pipeline: Pipeline;
}

/** Every change of a file makes a new program; what is known of the last one goes with it. */
const known = new WeakMap<ts.Program, Known>();

function knownOf(program: ts.Program): Known {
  const before = known.get(program);
  if (before !== undefined) return before;
  const { macros: _, ...host } = programHost(program, optionsOf(program.getCompilerOptions()));
  const made = { host, pipeline: new Pipeline(host) };
  known.set(program, made);
  return made;
}

export const hostOf = (program: ts.Program): Host => knownOf(program).host;

export const diagnosticsOf = (program: ts.Program, file: ts.SourceFile): readonly ts.Diagnostic[] =>
  diagnosticsIn(program, knownOf(program).pipeline, file);
