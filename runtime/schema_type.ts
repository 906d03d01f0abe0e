/**
 * Types for handlers whose arguments are checked by Standard Schemas.
 */

/** What zod, valibot, arktype and others make: the interface of Standard Schema, version 1. */
export interface Schema<Input = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => unknown;
    readonly types?: { readonly input: Input; readonly output: unknown } | undefined;
  };
}

/** A schema for each of these arguments, which admits nothing else. */
export type SchemasOf<A extends readonly any[]> = { readonly [K in keyof A]: Schema<A[K]> };
/** What a schema admits. */
export type Admitted<S extends Schema> = NonNullable<S["~standard"]["types"]>["input"];
/** The arguments that a list of schemas admits. */
export type AdmittedArgs<S extends readonly Schema[]> = { -readonly [K in keyof S]: Admitted<S[K]> };
