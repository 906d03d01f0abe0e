import { call, genserver } from "tincture";

const count = 1;

export const One = genserver((n: number) => {
  const add = (m: number) => n + m;
  const count = () => add(1);
  return { get: call(() => count()) };
});

export const Two = genserver((n: number) => {
  const add = (m: number) => n * m;
  function print() { return add(2); }
  return { get: call(() => print() + add(count)) };
});

// `print` here is a global one.
export function show() { (globalThis as any).print(); }
declare function log(text: string): void;
export const Three = genserver((n: number) => {
  const fetch = () => n;
  return { get: call(() => fetch()) };
});
export const page = () => fetch("http://localhost");
