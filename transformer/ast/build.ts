// Small functions that build code: with its parts the only user of TypeScript's node factory. Macros read as what they emit:
//   build.call(build.member(rt, "spawn"), [body])   ->   rt.spawn(body)
// Nothing here knows macros, scopes or the runtime.
export * from "./build_expression.js";
export * from "./build_function.js";
export * from "./build_module.js";
export * from "./build_source.js";
export * from "./build_statement.js";
export { at, commented, mapped, noted, underComments, withoutComments } from "./position.js";
