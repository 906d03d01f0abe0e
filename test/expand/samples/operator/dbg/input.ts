import { call, dbg, genserver, run } from "tincture";

const add = (a: number, b: number) => a + b;
const later = async (n: number) => n;

export const text = dbg(1 |> add(2) |> String);
export const end = 1 |> add(2) |> dbg() |> String;

export const Sum = genserver((sum: number) => {
  function plus(n: number) {
    sum += n;
    return sum;
  }

  return { plus: call((n: number) => dbg(n |> plus |> add(1))) };
}, { name: "sum" });

export const sum = run(async () => dbg(5 |> await Sum.plus() |> await later() |> add(1)));
