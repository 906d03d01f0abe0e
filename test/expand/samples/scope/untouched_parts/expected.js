#!/usr/bin/env node
"use strict";
/** Documented. */
export function f(/* the number */ n /* after */) {
    // before the return
    return (
    // the stage
    Math.abs(n)
        + 0x10 + 1_000); // end
}
