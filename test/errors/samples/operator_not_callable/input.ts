declare function add(a: number, b: number): number;

export const sum = 1 |> add(2) + 3;
export const written = 1 |> function (n: number) { return n; };
export const module = "fs" |> import("node:path");
export const right = (1 |> add(2)) + 3;
