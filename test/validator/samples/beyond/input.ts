import { cast, genserver } from "tincture";

// What can't come from another node: functions, symbols, what has methods or private parts.
class Account { #balance = 0; get balance() { return this.#balance } }
class Counter { count = 0; next() { return ++this.count } }
interface Listener { name: string; onEvent(): void }

export const Local = genserver(() => ({
  subscribe: cast((listener: Listener) => {}),
  later: cast((then: () => void) => {}),
  either: cast((value: string | (() => string)) => {}),
  hooks: cast((hooks: { name: string; done?: () => void }) => {}),
  classes: cast((account: Account, counter: Counter) => {}),
  others: cast((key: symbol, task: Promise<void>, weak: WeakMap<object, number>) => {}),
}));
