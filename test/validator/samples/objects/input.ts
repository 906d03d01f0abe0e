import { call, genserver } from "tincture";

// Excess properties are nobody's business; an index signature is.
interface Options { readonly name: string; retries?: number; "content-type"?: string }
type Shape = { kind: "circle"; radius: number } | { kind: "square"; side: number };
class Point { x = 0; y = 0 }

export const Objects = genserver(() => ({
  once: call((options: Options) => options.name),
  union: call((shape: Shape) => shape.kind),
  merged: call((both: { a: string } & { b?: number }) => both.a),
  records: call((byName: Record<string, Point>, rows: { [row: number]: string }) => [byName, rows].length),
  mixed: call((headers: { host: string; [name: string]: string }) => headers.host),
  partial: call((change: Partial<Options>, picked: Pick<Options, "name">) => [change, picked].length),
  empty: call((some: {}, any: object) => [some, any].length),
  nested: call(({ at: { x } }: { at: Point }) => x),
}));
