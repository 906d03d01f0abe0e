import { first, lazy, method } from "./m.macro.js";

declare function load(): Promise<number>;

export function* steps(known?: number) {
  lazy(yield 1);
  return 1 + first(known, yield 2);
}
export async function waits(known?: number) {
  lazy(await load());
  return 1 + first(known, await load());
}
export class Counter {
  n = 1;
  both() {
    return [lazy(this.n), method(this.n)];
  }
}
export function count() {
  return [lazy(arguments.length), method(arguments.length)];
}
export function made() {
  return method(new.target === undefined);
}
