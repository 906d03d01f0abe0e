/**
 * The public surface of `tincture/upgrade`: new versions of modules in a running program.
 *
 * The functions live in `upgrade/`; here they get the types that users see.
 */
import { rpc } from "./node/rpc.js";
import { array, object, optional } from "./otp/validator/composite.js";
import { number, string } from "./otp/validator/simple.js";
import * as code from "./upgrade/code.js";

/** How an upgrade is done. */
export interface UpgradeOptions {
  /** Milliseconds that suspending and migrating may take, all processes together. Default 4000. */
  timeout?: number;
}

/** What an upgrade did. */
export interface Upgraded {
  /** Paths of the files whose code is in use now. */
  modules: readonly string[];
  /** How many processes go on with the new code. */
  processes: number;
  /** Ids of children that supervisors have now and had not before. */
  started: readonly string[];
}

/** The same function with its public type. */
const typed = <T>(fn: unknown): T => fn as T;

/** The name under which a node allows others to upgrade it. */
const remote = "tincture/upgrade";

/** What `Code.loadOn` asks for: files by their paths there, none for all that have changed. */
const upgradeHere = (files: readonly string[], options?: UpgradeOptions): Promise<Upgraded> =>
  files.length === 0 ? code.Code.loadModified(options) : code.Code.load(files, options);

const nodes = {
  allowRemote(on = true): void {
    if (on) rpc.allow(remote, upgradeHere, () => [array(string), optional(object({ timeout: optional(number) }))]);
    else rpc.forbid(remote);
  },
  loadOn: (node: string, files: readonly string[] = [], options: UpgradeOptions = {}): Promise<unknown> =>
    rpc.call(node, remote, [files, options]),
};

/**
 * New versions of modules in a running program. Each process goes on with the new code at its next message, its state migrated; when anything fails, all goes
 * on with the old version. One upgrade at a time. Source: OTP's module code, release_handler.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * await Counter.start();
 * Code.modified(); // => []
 * const { modules } = await Code.loadModified();
 * modules; // => []
 */
export const Code: {
  /**
   * Puts what is in these files in the place of the code that runs, with what they import and has changed. Errors: TinctureError with a code
   * `upgrade_load`, `upgrade_unknown`, `upgrade_removed`, `upgrade_fixed`, `upgrade_ambiguous`, `upgrade_failed`, `upgrade_shape`, `upgrade_new_variable`, `upgrade_timeout`.
   */
  load(files: string | URL | readonly (string | URL)[], options?: UpgradeOptions): Promise<Upgraded>;
  /** The same with every file of the program that has changed since it was loaded. Source: c:lm/0. */
  loadModified(options?: UpgradeOptions): Promise<Upgraded>;
  /** Paths of the files that have changed since they were loaded. Source: code:modified_modules/0. */
  modified(): string[];
  /**
   * Lets other nodes upgrade this one, with files that its own program has loaded: `loadOn`, and `npx tincture upgrade`. Who may connect is decided by the cookie. With `false` no longer.
   */
  allowRemote(on?: boolean): void;
  /**
   * Upgrades another node, which has allowed it: with the files at these paths of its machine; without any, with all that have changed. Errors: those of `load`, `not_allowed`, those of a call
   * between nodes.
   */
  loadOn(node: string, files?: readonly string[], options?: UpgradeOptions): Promise<Upgraded>;
  /** Paths of all files that an upgrade looks at: those that define servers, supervisors, registries or applications, and what they import. */
  modules(): string[];
} = typed({ ...code.Code, ...nodes });
