const double = (n: number): number => 2 * n;
const add = (a: number,   b: number): number => a + b;

// A chain.
export function main(n: number): string {
  const   kept = 1; // stays   so
  const sum = add(add(double(n), kept), 2);
  return String(add(sum, 1));
}
