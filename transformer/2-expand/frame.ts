// A frame is the function (or file, or initialiser) whose code is being expanded: what the code in it needed is noted here and
// written when the function is finished.
//
//   let tmp;                      temps
//   const args = arguments;       prologue
//   function* () {}.bind(this)    suspends, usesThis
//
// A place is the statement that is being expanded: declarations that a macro needs in front of it are put there.

import type { Scope } from "../1-find/scope.js";
import * as build from "../ast/build.js";
import { ts } from "../ts.js";

/**
 * `process`: process code, where `await` becomes a suspension. `async`: an ordinary async function. `parameters` and `initialiser`: code that has
 * no statements of its own, as the default of a parameter.
 */
export type FrameKind = "file" | "process" | "async" | "plain" | "parameters";

export class Frame {
  readonly temps: ts.Identifier[] = [];
  /** Temporaries of statements that are finished, for the next ones. */
  readonly free: ts.Identifier[] = [];
  /** Temporaries in use by the statements being expanded, innermost last. */
  readonly taken: ts.Identifier[] = [];
  readonly prologue: ts.Statement[] = [];
  /** Names of the constants that values were kept in. */
  readonly constants: string[] = [];
  /** It has a suspension or a loop, so it must be a generator. */
  suspends = false;
  /** An ordinary function that only gives way in its loops: what it returns is not waited for. */
  isLooping = false;
  usesThis = false;
  /** `super` or `new.target` taken from the function around an arrow. */
  readonly borrowed: ts.Node[] = [];
  /**
   * What the code returns is what its process function returns, so a call that is returned may take its place (`rt.tailCall`). `body`: of a generator function;
   * `clause`: of a clause function, which may stay a plain one.
   */
  tail: "body" | "clause" | undefined;
  /** The macro whose block this is: "ping_pong". */
  owner: string | undefined;
  /** How many `try` there are around the code being expanded. */
  tries = 0;
  /** The temporary of all its suspensions, and of all receivers of awaited methods. */
  suspension: ts.Identifier | undefined;
  receiver: ts.Identifier | undefined;
  /** Counts the turns of loops that run in portions. */
  turns: ts.Identifier | undefined;
  args: ts.Identifier | undefined;
  readonly isProcess: boolean;
  /** An async function in here is process code too. */
  readonly insideProcess: boolean;

  constructor(
    readonly kind: FrameKind,
    readonly node: ts.Node,
    readonly parent: Frame | undefined,
  ) {
    this.isProcess = kind === "process";
    this.insideProcess = this.isProcess || parent?.insideProcess === true;
  }

  /** `this` and `arguments` are those of the frame around it. */
  get isTransparent(): boolean {
    return this.kind === "parameters" || ts.isArrowFunction(this.node);
  }

  /** What the body starts with. */
  openings(): ts.Statement[] {
    return this.temps.length === 0 ? this.prologue : [...this.prologue, build.letNames(this.temps)];
  }
}

export interface Place {
  readonly scope: Scope;
  readonly before: ts.Statement[];
  /** What the statement evaluates first, so that what comes out of it may be put in front. */
  readonly head?: ts.Node | undefined;
  /** The steps of that are being written as statements. */
  flows?: boolean;
}
