import { cast, genserver, type Pid } from "tincture";

enum Level { Low, High = "high" }
enum Rights { Read = 1 << 0, Write = 1 << 1 }
type UserId = string & { readonly brand: "UserId" };
type Path = `/${string}`;

export const Values = genserver(() => ({
  simple: cast((text: string, count: number, on: boolean, big: bigint) => {}),
  literals: cast((size: "s" | "m" | 3 | -1 | 10n, yes: true, maybe: string | null) => {}),
  enums: cast((level: Level, low: Level.Low, rights: Rights) => {}),
  branded: cast((id: UserId, path: Path) => {}),
  objects: cast((when: Date, bytes: Uint8Array, error: RangeError, buffer: Buffer, to: Pid<string>) => {}),
  containers: cast((seen: ReadonlySet<string>, scores: Map<string, readonly number[]>, all: Iterable<number>) => {}),
  tuples: cast((at: [x: number, y: number, label?: string], log: readonly [Date, ...string[]]) => {}),
  leftOut: cast((a: string, b?: number, c = 1) => {}),
  rest: cast((first: string, ...more: (number | undefined)[]) => {}),
  spread: cast((...[key, value]: [string, number?]) => {}),
}));
