// The one question that the programs beside this file ask: is this type exactly that type?

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only when `A` and `B` are the same type: `same<typeof x, number>(true)`. */
export const same = <A, B>(yes: Same<A, B>): void => void yes;
