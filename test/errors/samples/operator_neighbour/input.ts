declare function half(n: number): number;
declare const n: number;

export const equal = n == 1 |> half;
export const more = 1 |> half > 2;
export const cast = n as number |> half;
export const castAfter = n |> half as number;
export const bits = n | 1 |> half;
export const bitsAfter = 1 |> half | n;
export const right = n + 1 |> half;
