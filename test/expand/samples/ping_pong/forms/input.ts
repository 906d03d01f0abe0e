import { ping, ping_pong, pong } from "tincture";

declare const log: (message: unknown) => void;
declare const loggers: (() => typeof log)[];

export const pid = ping_pong(() => {
  ping("hey there");
  pong((message: string) => console.log(`Pong received: ${message}`));
});
ping_pong(() => {
  ping({ n: 1 });
  pong(({ n }: { n: number }) => { if (n > 0) console.log(n, n); });
  ping(2);
  pong((n: number) => { n += 1; log(n); });
  ping(3);
  pong(log);
  pong(loggers[0]!());
  ping(undefined);
  pong((n = 5) => log(n));
  pong(async (m: string) => { await fetch(m); });
});
