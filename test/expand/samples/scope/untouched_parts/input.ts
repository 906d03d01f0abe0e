#!/usr/bin/env node
"use strict";
/* eslint-disable */
// @ts-check
import { pipe } from "tincture"; // macros

/** Documented. */
export function f(/* the number */ n: number /* after */) {
  // before the return
  return pipe(
    n, // the value
    // the stage
    Math.abs,
    (m) => m + 0x10 + 1_000, // last
  ); // end
}
// the end
