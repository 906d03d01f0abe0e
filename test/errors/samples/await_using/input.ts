import { run } from "tincture";

declare function open(): AsyncDisposable & { read(): string };
declare const all: (AsyncDisposable & { read(): string })[];

export const text = await run(async () => {
  await using file = open();
  for (await using each of all) console.log(each);
  return file.read();
});
// In ordinary code it is allowed.
export async function read() { await using file = open(); return file.read(); }
