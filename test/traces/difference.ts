// The first place where two JSON values differ. Order of keys says nothing; a key that is missing is told from one that is null.
import type { Json } from "./term.js";

export interface Difference {
  /** "steps[2].result" */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

export function firstDifference(expected: Json | undefined, got: Json | undefined, path = ""): Difference | undefined {
  if (Array.isArray(expected) && Array.isArray(got)) {
    if (expected.length !== got.length) return whole(expected, got, path);
    for (const [i, item] of expected.entries()) {
      const found = firstDifference(item, got[i], `${path}[${i}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(got)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
      const found = firstDifference(expected[key], got[key], path === "" ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return expected === got ? undefined : whole(expected, got, path);
}

const isObject = (json: Json | undefined): json is { [key: string]: Json } =>
  typeof json === "object" && json !== null && !Array.isArray(json);

const whole = (expected: Json | undefined, got: Json | undefined, path: string): Difference => ({
  path,
  expected: text(expected),
  got: text(got),
});

const text = (json: Json | undefined): string => (json === undefined ? "nothing" : JSON.stringify(json));
