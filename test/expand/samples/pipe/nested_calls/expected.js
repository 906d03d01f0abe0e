const double = (n) => n * 2;
const add = (a, b) => a + b;
export const value = String(add(double(1), 10));
export const text = `${JSON.stringify([3, 1, 2].map(double))}!`;
export const same = 5;
