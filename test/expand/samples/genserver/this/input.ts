import { call, genserver, sleep } from "tincture";

export class House {
  name = "house";
  door() {
    return genserver(async (open: boolean) => {
      await sleep(1);
      let label = this.name;
      return {
        plain: call(() => this.name + label + open),
        slow: call(async () => { await sleep(1); return this.name; }),
      };
    });
  }
}
