import { call, genserver } from "tincture";

export const Server = genserver(() => {
  using file = open();
  return { get: call(() => file.read()) };
});
declare function open(): Disposable & { read(): string };
