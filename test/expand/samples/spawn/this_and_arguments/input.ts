import { run, sleep, spawn } from "tincture";

export class Timer {
  ticks = 0;
  start() {
    return spawn(async () => {
      await sleep(5);
      this.ticks++;
    });
  }
  plain() {
    return spawn(() => { this.ticks++; });
  }
  wait(..._names: string[]) {
    const args = 1;
    return run(async () => {
      await sleep(args);
      return arguments.length + this.ticks;
    });
  }
}
