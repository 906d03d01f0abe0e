// What holds for the directory of every transport: a key has one creator, changes are compare-and-set in one order, watchers hear of all of them.
import { expect, test } from "vitest";
import type { Directory, Entry } from "../../dist/runtime/node/transport.js";
import { describeDirectories } from "./every.js";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = (entry: Entry | undefined): string | undefined =>
  entry === undefined ? undefined : Buffer.from(entry.value).toString();

/** Adds 1 to the number under a key, for as often as others are first. */
async function increase(directory: Directory, key: string): Promise<void> {
  for (;;) {
    const entry = await directory.read(key);
    const done =
      entry === undefined
        ? await directory.create(key, bytes("1"))
        : await directory.update(key, bytes(String(Number(textOf(entry)) + 1)), entry.revision);
    if (done !== undefined) return;
  }
}

describeDirectories((open) => {
  test("a key is created once, read everywhere, changed and removed by who knows its revision", async () => {
    const [one, two] = await open(2);
    const first = await one.create("name/a", bytes("1"));
    expect(first).toBeTypeOf("number");
    expect(await two.create("name/a", bytes("2"))).toBe(undefined);
    const seen = await two.read("name/a");
    expect([textOf(seen), seen?.revision]).toEqual(["1", first]);
    const second = await two.update("name/a", bytes("3"), first as number);
    expect(second).toBeGreaterThan(first as number);
    expect(await one.update("name/a", bytes("4"), first as number)).toBe(undefined);
    expect(textOf(await one.read("name/a"))).toBe("3");
    expect(await one.remove("name/a", first as number)).toBe(false);
    expect(await one.remove("name/a", second as number)).toBe(true);
    expect(await one.remove("name/a", second as number)).toBe(false);
    expect(await two.read("name/a")).toBe(undefined);
    expect(await two.update("name/a", bytes("5"), second as number)).toBe(undefined);
    expect(await two.create("name/a", bytes("6"))).toBeGreaterThan(second as number);
  });

  test("keys are any text, values any bytes", async () => {
    const [one, two] = await open(2);
    const keys = ["a.b c*>", "name/é😀", "name/", "/", " ", "name/a/b", `long/${"x".repeat(990)}`, "漢".repeat(1000)];
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (const key of keys) expect(await one.create(key, all), key).toBeTypeOf("number");
    for (const key of keys) expect([...((await two.read(key))?.value ?? [])], key).toEqual([...all]);
    const seen: string[] = [];
    await two.watch("name/", (key) => seen.push(key));
    expect(seen.sort()).toEqual(["name/", "name/a/b", "name/é😀"]);
    expect(await one.create("empty", new Uint8Array(0))).toBeTypeOf("number");
    expect((await two.read("empty"))?.value.length).toBe(0);
  });

  test("of many who create one key at once, one does", async () => {
    const directories = await open(4);
    for (let round = 0; round < 10; round++) {
      const tries = directories.flatMap((directory, i) =>
        [0, 1].map((k) => directory.create(`race/${round}`, bytes(`${i}.${k}`))),
      );
      const won = (await Promise.all(tries)).flatMap((revision, i) => (revision === undefined ? [] : [i]));
      expect(won.length).toBe(1);
      const winner = won[0] as number;
      for (const directory of directories)
        expect(textOf(await directory.read(`race/${round}`))).toBe(`${winner >> 1}.${winner & 1}`);
    }
  });

  test("no update is lost among many", async () => {
    const directories = await open(3);
    await Promise.all(
      directories.map(async (directory) => {
        for (let i = 0; i < 20; i++) await increase(directory, "count");
      }),
    );
    expect(textOf(await (directories[0] as Directory).read("count"))).toBe("60");
  });

  test("a watcher hears of what is there, of every change in order, and after its end of nothing", async () => {
    const [one, two] = await open(2);
    await one.create("watched/a", bytes("0"));
    await one.create("other/a", bytes("0"));
    const heard: string[] = [];
    const stop = await two.watch("watched/", (key, entry) => heard.push(`${key}=${textOf(entry)}`));
    expect(heard).toEqual(["watched/a=0"]);
    let revision = (await one.read("watched/a"))?.revision as number;
    for (let i = 1; i <= 150; i++) revision = (await one.update("watched/a", bytes(`${i}`), revision)) as number;
    await one.remove("watched/a", revision);
    await one.create("watched/b", bytes("new"));
    await two.sync();
    expect(heard.at(-1)).toBe("watched/b=new");
    expect(heard.at(-2)).toBe("watched/a=undefined");
    // A change that was overtaken by the next may be left out; none comes twice or late.
    const numbers = heard.slice(0, -2).map((line) => Number(line.split("=")[1]));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    stop();
    await one.create("watched/c", bytes("unheard"));
    await two.sync();
    expect(heard.at(-1)).toBe("watched/b=new");
  });

  test("a watcher hears without asking", async () => {
    const [one, two] = await open(2);
    const heard = new Promise<string>((resolve) => void two.watch("soon/", (key) => resolve(key)));
    await two.sync();
    await one.create("soon/a", bytes("1"));
    expect(await heard).toBe("soon/a");
  });

  test("a watcher may change what it watches", async () => {
    const [one, two] = await open(2);
    const heard: (string | undefined)[] = [];
    await one.watch("chain/", (_key, entry) => {
      heard.push(textOf(entry));
      const next = Number(textOf(entry)) + 1;
      if (next <= 5 && entry !== undefined) void one.update("chain/a", bytes(`${next}`), entry.revision);
    });
    await two.create("chain/a", bytes("1"));
    await expect.poll(async () => textOf(await two.read("chain/a"))).toBe("5");
    await one.sync();
    expect(heard).toEqual(["1", "2", "3", "4", "5"]);
  });
});
