/**
 * The definitions that live in this program (servers, supervisors, registries, applications), by where they are written: what an upgrade needs to find them.
 *
 * Shape: module -> title -> the definitions, weakly held. Where a definition is written is asked of the stack, once, when it is made: emitted code stays free of
 * it, and whoever never upgrades pays nothing afterwards.
 * Flow: while an upgrade loads a module anew, what the module defines is put beside what lives under the same title (`Staged`), and the module gets the living one:
 * everybody who holds it, and the new module, go on with one and the same definition.
 */
import { pathToFileURL } from "node:url";
import { failure } from "../core/error.js";
import type { ServerKind } from "./server.js";

/** Something defined that a new version of its module can change. */
export interface Definition<S extends object = object> {
  /** What it is called: the name of its constant. */
  readonly title: string;
  /** What it is, in the user's word: "server", "supervisor" ... */
  readonly what: string;
  /** What users hold. */
  readonly subject: S;
  /** The code of its processes; undefined where it has none of its own that could change. */
  readonly kind?: ServerKind | undefined;
  /** The version of its state's shape. */
  version?(): string | undefined;
  /** Refuses a next version that it can't become while its processes run. Errors: `upgrade_fixed`. */
  check?(next: S): void;
  /** Goes on as `next`. It does not fail, as it comes when all else is done. */
  become(next: S): void;
}

/** What the new version of a module defines. */
export class Staged {
  readonly pairs: { readonly living: Definition; readonly next: Definition }[] = [];
  private readonly fresh: { readonly module: string; readonly made: Definition }[] = [];

  constructor(readonly modules: ReadonlySet<string>) {}

  /** The definition that the new module works with. Errors: `upgrade_ambiguous`. */
  meet(module: string, made: Definition): Definition {
    const living = livingAt(module).filter(({ title, what }) => title === made.title && what === made.what);
    const again = this.pairs.some((pair) => pair.living === living[0]);
    if (living.length > 1 || again) throw failure("upgrade_ambiguous", { what: made.what, title: made.title });
    const [twin] = living;
    if (twin === undefined) this.fresh.push({ module, made });
    else this.pairs.push({ living: twin, next: made });
    return twin ?? made;
  }

  /** The upgrade has come to its end: what is new in it lives from now on. */
  settle(): void {
    for (const { module, made } of this.fresh) enter(module, made);
  }
}

/** By module: what users hold. What nobody holds any more goes, and is swept out when as much again has come. */
const table = new Map<string, { list: WeakRef<object>[]; sweepAt: number }>();
const definitions = new WeakMap<object, Definition>();

let staged: Staged | undefined;

/** What the given modules define from now on is staged; undefined ends that. */
export function stage(next: Staged | undefined): void {
  staged = next;
}

/** Told of every module that begins to define something. */
let onModule: (module: string) => void = () => {};
export function onDefiningModule(job: (module: string) => void): void {
  onModule = job;
}

/** Enters a definition under the code that calls `by`. Gives what users hold: its own, or that of the living one that it is the next version of. */
// biome-ignore lint/complexity/noBannedTypes: any function
export function defined<S extends object>(made: Definition<S>, by: Function): S {
  const module = whereCalled(by);
  if (module === undefined) return made.subject;
  if (staged?.modules.has(module)) return staged.meet(module, made as unknown as Definition).subject as S;
  enter(module, made as unknown as Definition);
  return made.subject;
}

function enter(module: string, made: Definition): void {
  definitions.set(made.subject, made);
  const entry = table.get(module);
  if (entry === undefined) {
    table.set(module, { list: [new WeakRef(made.subject)], sweepAt: 16 });
    return onModule(module);
  }
  if (entry.list.length >= entry.sweepAt) {
    entry.list = entry.list.filter((ref) => ref.deref() !== undefined);
    entry.sweepAt = Math.max(16, 2 * entry.list.length);
  }
  entry.list.push(new WeakRef(made.subject));
}

/** The definitions of a module that somebody holds. */
export function livingAt(module: string): Definition[] {
  const subjects = (table.get(module)?.list ?? []).map((ref) => ref.deref());
  return subjects.flatMap((subject) => (subject && definitions.get(subject)) ?? []);
}

/** Whether a value is something that is upgraded with its module. */
export const isDefinition = (value: unknown): boolean =>
  typeof value === "object" && value !== null && definitions.has(value);

/** The modules that have defined something. */
export const definingModules = (): string[] => [...table.keys()];

/** The address of the module whose code called `by`, without a query; undefined where it is no file. */
// biome-ignore lint/complexity/noBannedTypes: any function
function whereCalled(by: Function): string | undefined {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const holder: { stack?: string | null } = {};
  Error.stackTraceLimit = 1;
  Error.prepareStackTrace = (_error, [frame]) => frame?.getScriptNameOrSourceURL() ?? null;
  Error.captureStackTrace(holder, by);
  const { stack } = holder;
  Error.stackTraceLimit = stackTraceLimit;
  if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
  else Error.prepareStackTrace = prepareStackTrace;
  return typeof stack === "string" ? moduleOf(stack) : undefined;
}

function moduleOf(script: string): string | undefined {
  const [path = ""] = script.split("?");
  if (path.startsWith("file:")) return path;
  return /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? pathToFileURL(path).href : undefined;
}
