import { call, genserver } from "tincture";

export const Store = genserver((prefix: string) => {
  enum Mode { Open, Closed }
  interface Item { readonly name: string }
  let mode = Mode.Open;
  class Plain { constructor(readonly item: Item) {} }
  class Named {
    static made = 0;
    constructor(readonly name: string) { Named.made++; }
    get full() { return prefix + this.name; }
  }
  return {
    full: call((name: string) => (mode === Mode.Open ? new Named(name).full : new Plain({ name }).item.name)),
    close: call(() => { mode = Mode.Closed; return Named.made; }),
  };
});
