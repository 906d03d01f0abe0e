import { call, exit, genserver, ignore, self, sleep } from "tincture";

declare const open: (path: string) => Promise<{ read(): string }>;

export const File = genserver(async (path: string) => {
  if (path === "") return ignore();
  if (path === "/") exit("no file");
  const file = await open(path);
  for (let i = 0; i < 3; i++) await sleep(i);
  const owner = self();
  return { read: call(() => file.read() + owner.id) };
});

// A default that keeps another parameter sees the state.
export const Logger = genserver((name: string, line = () => `${name}: `, ...rest: string[]) => {
  let n = 0;
  return { rename: call((to: string) => { name = to; return line() + n + rest.length; }) };
});

export const Empty = genserver(() => ({ ping: call(() => "pong") }));
