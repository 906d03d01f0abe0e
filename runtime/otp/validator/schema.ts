/**
 * Standard Schemas (version 1: zod, valibot, arktype and others) as validators.
 *
 * A schema only checks: what it would make of the value (a default, a text cut to size) is dropped, since messages of the same node never meet it and the handler must
 * get the same from both. One that answers later is refused: a message that waits would be overtaken by others of its sender.
 * Source: the interface `StandardSchemaV1`.
 */

import { isObject } from "../../core/copy.js";
import { failure, reasonText } from "../../core/error.js";
import { isThenable } from "../../core/fiber.js";
import { Problem, property, type Validator } from "./validator.js";

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
interface StandardSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => { readonly issues?: readonly Issue[] | undefined };
  };
}

function isSchema(value: unknown): value is StandardSchema {
  const standard = isObject(value) || typeof value === "function" ? (value as StandardSchema)["~standard"] : undefined;
  return isObject(standard) && typeof standard.validate === "function";
}

class Schema implements Validator {
  readonly expected = "what its schema says";
  constructor(private readonly standard: StandardSchema["~standard"]) {}
  fits(): boolean {
    return true;
  }
  find(value: unknown): Problem | undefined {
    const result: unknown = this.standard.validate(value);
    if (isThenable(result)) {
      Promise.resolve(result).catch(() => {});
      throw failure("bad_schema/asynchronous", { vendor: this.standard.vendor });
    }
    const { issues } = result as { issues?: readonly Issue[] };
    const [issue] = issues ?? [];
    if (issue === undefined) return issues === undefined ? undefined : new Problem("is not what its schema says");
    const problem = new Problem(issue.message, ": ");
    for (const step of (issue.path ?? []).toReversed()) {
      const key = isObject(step) ? step.key : step;
      problem.at(typeof key === "number" ? `[${key}]` : property(String(key)));
    }
    return problem;
  }
}

/** One validator for each argument; made when the first message comes from another node. */
export type Accepts = () => readonly Validator[];
/** From the compiler, or the user's Standard Schemas. */
export type Accepted = Accepts | readonly unknown[];

/** What is said of the arguments of a function, or null. `what`: whose schemas they are. Errors: `bad_schema`. */
export function acceptsOf(accepted: Accepted | undefined, what: string): Accepts | null {
  if (typeof accepted !== "object") return accepted ?? null;
  if (!Array.isArray(accepted)) throw failure("bad_schema/none", { kind: what, got: reasonText(accepted) });
  const validators = accepted.map((each, i) => schema(each, `schema ${i + 1} of ${what}`));
  return () => validators;
}

/** Errors: `bad_schema` for what is none. */
export function schema(value: unknown, what: string): Validator {
  if (!isSchema(value)) throw failure("bad_schema", { what });
  return new Schema(value["~standard"]);
}
