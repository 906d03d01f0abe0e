import { run, sleep } from "tincture";

class Base { name() { return "base"; } }
export class Derived extends Base {
  fine() { return run(() => super.name()); }
  wrong() { return run(async () => { await sleep(1); return super.name(); }); }
  target() { return run(async () => { await sleep(1); return new.target; }); }
}
