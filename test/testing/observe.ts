// What the tests of the test kit share: tests of failing tests.
import assert from "node:assert/strict";

/** One that may be given to a test runner. */
export type Test = (context: unknown) => Promise<void>;
export type Tests = { readonly [title: string]: Test };

/** What a test fails with. */
export async function failureOf(test: Test): Promise<Error & { code?: string }> {
  let failure: unknown;
  await test(undefined).catch((error: unknown) => {
    failure = error;
  });
  assert.ok(failure instanceof Error, "the test did not fail");
  return failure;
}
