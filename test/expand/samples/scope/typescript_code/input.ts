import { call, genserver, pipe, run, sleep } from "tincture";

enum Level { Low = 1, High = Low + 1 }
const enum Size { S = 5 }
namespace Shapes {
  export const side = pipe(Size.S, (n) => n * Level.High);
  export async function wait() { await sleep(side); }
  export const done = wait();
}
function logged(_value: unknown, _context: unknown) {}
abstract class Base<T> {
  constructor(protected readonly item: T, readonly size = pipe(Size.S, Math.abs)) {}
  abstract show(): string;
}
export class Box<T extends object> extends Base<T> {
  @logged label = pipe("box", String);
  declare readonly kind: "box";
  override show = (): string => pipe(this.item as object, JSON.stringify)!;
}
export const Store = genserver(<K extends string>(key: K, level: Level = Level.Low) => ({
  get: call(<V>(value: V): [K, V, Size] => [key, value, level > Level.Low ? Size.S : Size.S]),
}));
run(async (): Promise<void> => { await sleep(Size.S as number); });
export const shapes = Shapes.done satisfies Promise<void>;
