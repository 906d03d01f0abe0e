// The store in a folder, by real LMDB: it outlasts its program, and what is wrong with it stops the servers concerned and nobody else.
import { execFile, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { open } from "lmdb";
import { exit, setLogger } from "tincture";
import * as rt from "tincture/abi";
import { lmdb } from "tincture/lmdb";
import type { Store } from "tincture/store";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { payloadOf, sealed } from "../../dist/runtime/store/record.js";
import { root } from "../suite.js";

const home = mkdtempSync(join(tmpdir(), "tincture-store-"));
let count = 0;
const folder = (): string => join(home, String(++count));
let reports: string[] = [];
let opened: Store[] = [];
const store = (path = folder(), options = {}): Store => {
  const made = lmdb(path, options);
  opened.push(made);
  return made;
};
beforeEach(() => {
  const note = (_: object, text?: string) => void reports.push(text ?? "");
  setLogger({ error: note, warn: note, info: note });
});
afterEach(async () => {
  await Promise.all(opened.map((each) => each.close().catch(() => {})));
  opened = [];
  reports = [];
  setLogger();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** `let count = 0; const items = [...]; return { add: call(...), take: ... }` */
const box = (durable: Store, name: string, options: object = {}) =>
  rt.genserver(
    "Box",
    {
      init: () => ({ count: 0, items: ["first"] as unknown[] }),
      keeps: ["count", "items"],
      handlers: {
        add: rt.call((state: any, item: unknown) => {
          state.items.push(item);
          return ++state.count;
        }),
        look: rt.call((state: any) => [state.count, state.items]),
      },
    },
    { name, durable, ...options } as never,
  ) as any;

const ended = async (work: Promise<unknown>): Promise<any> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it should have failed");
};

test("state outlasts the closing of the store, in every type there is", async () => {
  const path = folder();
  const items = [
    1,
    "two",
    3n,
    new Date(4),
    new Map([["k", new Set([5])]]),
    new Float64Array([6.5]),
    /7/g,
    new RangeError("eight"),
  ];
  const first = store(path);
  const Box = box(first, "box 1");
  const pid = await Box.start();
  for (const item of items) await Box.add(item);
  exit(pid, "kill");
  await first.close();
  const second = store(path);
  expect(second).not.toBe(first);
  const Again = box(second, "box 1");
  await Again.start();
  expect(await Again.look()).toEqual([items.length, ["first", ...items]]);
  expect(second.servers().map(({ key, variables }) => [key, variables])).toEqual([["box 1", 2]]);
});

test("one folder is one store, however its path is written", async () => {
  const path = folder();
  const first = store(path);
  await first.transaction((tx) => tx.put("a", 1));
  const second = store(`${relative(".", path)}/`);
  expect(second).toBe(first);
  expect(second.get("a")).toBe(1);
});

test("a value whose bytes were changed stops its server alone, and says which variable it is", async () => {
  const path = folder();
  const first = store(path);
  for (const name of ["good", "bad"]) {
    const pid = await box(first, name).start();
    exit(pid, "kill");
  }
  await first.close();
  const raw = open({ path, encoding: "binary", keyEncoding: "binary" }) as any;
  const key = Buffer.from("sbad\0items");
  const bytes = Buffer.from(raw.get(key));
  bytes[bytes.length - 2] = (bytes.at(-2) as number) ^ 4;
  await raw.put(key, bytes);
  await raw.close();
  const second = store(path);
  const error = await ended(box(second, "bad").start());
  expect([error.code, error.reason.code]).toEqual(["init_failed", "store_damaged"]);
  expect(error.message).toContain('the variable items of "bad" is not what was written there');
  await box(second, "good").start();
  expect(
    await box(second, "good")
      .start()
      .catch((e: any) => e.code),
  ).toBe("already_started");
});

test("a store of a later format is refused", async () => {
  const path = folder();
  const raw = open({ path, encoding: "binary", keyEncoding: "binary" }) as any;
  await raw.put(Buffer.from("f"), sealed("f", payloadOf(99)));
  await raw.close();
  const error = await ended(box(store(path), "box 2").start());
  expect([error.reason.code, error.message.includes("format 99")]).toEqual(["store_newer", true]);
});

test("a file that is no database is refused, and left as it is", async () => {
  const path = folder();
  mkdirSync(path);
  writeFileSync(join(path, "data.mdb"), "x".repeat(20_000));
  const error = await ended(box(store(path), "box 3").start());
  expect(["store_damaged", "store_newer"]).toContain(error.reason.code);
  expect(readFileSync(join(path, "data.mdb"), "utf8")).toBe("x".repeat(20_000));
});

test("a file that is cut off, or whose pages are not what they were, is refused, and left as it is; others run", async () => {
  const path = folder();
  const first = store(path);
  await first.transaction((tx) => {
    for (let i = 0; i < 500; i++) tx.put(`key ${i}`, `value ${i}`);
    tx.put("large", "x".repeat(20_000));
  });
  await first.close();
  const sound = readFileSync(join(path, "data.mdb"));
  // The newer of the two heads, and the first page of the tree: it has branches.
  const head = sound.readBigUInt64LE(152) > sound.readBigUInt64LE(4096 + 152) ? 0 : 4096;
  const root = Number(sound.readBigUInt64LE(head + 136)) * 4096;
  const leaf = sound.readUInt32LE(root + 24 + sound.readUInt16LE(root + 24)) * 4096;
  const entry = leaf + 24 + sound.readUInt16LE(leaf + 24);
  const damages: readonly ((file: Buffer) => Buffer | void)[] = [
    ...[10, 4096, 5000, 12_288, sound.length / 2].map((length) => (file: Buffer) => file.subarray(0, length)),
    (file) => void file.writeBigUInt64LE(7_000_000n, head + 136),
    (file) => void file.writeUInt16LE(9, head + 102),
    (file) => void file.writeUInt8(1, head + 150),
    (file) => void file.writeUInt32LE(4096, head + 48 + 1),
    (file) => void file.writeUInt8(0xff, root),
    (file) => void file.writeUInt8(2, root + 18),
    (file) => void file.writeUInt16LE(5000, root + 20),
    (file) => void file.writeUInt16LE(4090, root + 24),
    // A page that is there twice.
    (file) => void file.writeUInt32LE(leaf / 4096, root + 24 + sound.readUInt16LE(root + 26)),
    (file) => void file.writeUInt16LE(4090, leaf + 24),
    (file) => void file.writeUInt32LE(70_000, entry),
    (file) => void file.writeUInt16LE(6, entry + 4),
    (file) => void file.writeUInt16LE(4000, entry + 6),
    // A key that is no longer where it belongs.
    (file) => void file.writeUInt8(0xf0, entry + 8),
  ];
  for (const [i, damage] of damages.entries()) {
    const place = folder();
    mkdirSync(place);
    const copy = Buffer.from(sound);
    const file = damage(copy) ?? copy;
    writeFileSync(join(place, "data.mdb"), file);
    const error = await ended(box(store(place), `damaged ${i}`).start());
    expect([i, error.reason.code]).toEqual([i, "store_damaged"]);
    expect(readFileSync(join(place, "data.mdb")).equals(file)).toBe(true);
  }
  await box(store(), "another").start();
  expect(await box(store(path), "sound").start()).toBeDefined();
});

test("a supervisor whose child has a store that can't be used says why, in words", async () => {
  const path = folder();
  mkdirSync(path);
  writeFileSync(join(path, "data.mdb"), "no database");
  const Top = rt.supervisor("Top", { strategy: "one_for_one" }, () => [box(store(path), "child")]) as any;
  const { message } = await ended(Top.start());
  expect(message).toMatch(
    /"failed_to_start_child":"child","reason":"TinctureError: the store in .* is damaged: its file/,
  );
});

test("keys are listed beside a value that is damaged", async () => {
  const path = folder();
  const first = store(path);
  await first.transaction((tx) => {
    for (const key of ["a", "b", "c"]) tx.put(key, 1);
  });
  await first.close();
  const raw = open({ path, encoding: "binary", keyEncoding: "binary" }) as any;
  await raw.put(Buffer.from("kb"), Buffer.from("damaged"));
  await raw.close();
  const second = store(path);
  expect([second.keys(), second.get("a")]).toEqual([["a", "b", "c"], 1]);
  expect(() => second.get("b")).toThrow(/the value of "b" is not what was written there/);
});

/** A program of its own, in the form the plugin gives. */
const program = (path: string, body: string): string[] => [
  "--input-type=module",
  "-e",
  `import * as rt from "tincture/abi"; import { lmdb } from "tincture/lmdb"; import { setLogger } from "tincture";
   setLogger({ error() {}, warn() {}, info() {} });
   const store = lmdb(${JSON.stringify(path)});
   const Box = rt.genserver("Box", { init: () => ({ items: [] }), handlers: { add: rt.call((state, item) => state.items.push(item)) } }, { name: "box", durable: store });
   const failed = error => console.log((error.reason ?? error).code + "|" + (error.reason ?? error).message);
   ${body}`,
];
const output = async (args: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout;

test("a folder belongs to one program at a time, until that is gone in whatever way", async () => {
  const path = folder();
  const other = spawn(
    process.execPath,
    program(path, `await Box.start(); console.log("open"); setInterval(() => {}, 1e6);`),
    {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await new Promise((resolve) => other.stdout.once("data", resolve));
  const error = await ended(box(store(path), "box").start());
  expect([error.reason.code, error.message.includes(`process id ${other.pid}`)]).toEqual(["store_locked", true]);
  // Reading beside it is allowed, writing is not.
  const reading = `const reader = lmdb(${JSON.stringify(path)}, { readOnly: true });
    console.log(reader.servers().map(({ key }) => key).join()); await reader.transaction(tx => tx.put("a", 1)).catch(failed);`;
  expect(await output(program(path, reading))).toMatch(
    /^box\nstore_read_only\|.*can't be written: it was opened with readOnly: true$/m,
  );
  const gone = new Promise((resolve) => other.once("exit", resolve));
  other.kill("SIGKILL");
  await gone;
  await box(store(path), "box").start();
});

test("a store that is full ends the servers that write, with the reason, and loses nothing", async () => {
  const path = folder();
  const body = `await Box.start(); await Box.add("kept");
    let error; for (let i = 0; i < 200 && !error; i++) await Box.add("x".repeat(20000)).catch(e => (error = e));
    failed(error); console.log(store.server("box").state.items.length > 0);
    await Box.start().then(() => Box.add("more").catch(failed), failed);`;
  const [shell, limit] = ["/bin/bash", 'ulimit -f 400; exec "$0" "$@"'];
  const { stdout } = await promisify(execFile)(shell, ["-c", limit, process.execPath, ...program(path, body)], {
    cwd: root,
  });
  expect(stdout).toMatch(/^store_full\|/);
  const { state } = store(path).server("box") as { state: { items?: string[] } };
  expect(state.items?.[0]).toBe("kept");
});

test("a folder that may not be written is refused with the reason", async () => {
  const path = folder();
  mkdirSync(path, { mode: 0o555 });
  chmodSync(home, 0o755);
  const body = `if (process.getuid() === 0) process.setuid(65534); await Box.start().catch(failed);`;
  expect(await output(program(path, body))).toMatch(/^store_read_only\|/);
});

test("the package that is missing is named", async () => {
  const body = `await Box.start().catch(failed);`;
  const hidden = [
    "--import",
    "data:text/javascript,import m from 'node:module'; const r = m._resolveFilename; m._resolveFilename = function (n, ...a) { if (n === 'lmdb') { const e = new Error('gone'); e.code = 'MODULE_NOT_FOUND'; throw e; } return r.call(this, n, ...a); };",
  ];
  const text = await output([...hidden, ...program(folder(), body)]);
  expect(text).toMatch(/^package_missing\|/);
  expect(text).toContain("npm install lmdb");
});

test("a state of another version is brought to this one; what can't be is refused and stays", async () => {
  const path = folder();
  const first = store(path);
  const pid = await box(first, "box 4", { version: "1" }).start();
  exit(pid, "kill");
  const versioned = (handlers: object) =>
    rt.genserver(
      "Box",
      {
        init: () => ({ total: 0, items: [] as unknown[] }),
        keeps: ["total", "items"],
        handlers: { look: rt.call((state: any) => ({ ...state })), ...handlers } as never,
      },
      { name: "box 4", version: "2", durable: first } as never,
    ) as any;
  const cases: [object, string, string][] = [
    [{}, "store_version", "has version 1 and this server version 2"],
    [
      {
        up: rt.upgrade(() => {
          throw new Error("can't");
        }),
      },
      "Error",
      "can't",
    ],
    [{ up: rt.upgrade(() => 5) }, "store_upgrade", "gave no object"],
    [{ up: rt.upgrade((old: any) => ({ ...old, total: 1 })) }, "store_upgrade", "gave a variable count"],
  ];
  for (const [handlers, code, text] of cases) {
    const error = await ended(versioned(handlers).start());
    expect([error.code, error.reason.code ?? error.reason.name]).toEqual(["init_failed", code]);
    expect(error.message).toContain(text);
    expect(first.server("box 4")).toEqual({
      key: "box 4",
      title: "Box",
      version: "1",
      state: { count: 0, items: ["first"] },
    });
  }
  const slow = versioned({
    up: rt.upgrade(function* (): any {
      yield* rt.waited(rt.wait(new Promise(() => {})));
    }),
  });
  expect((await ended(slow.with({ startTimeout: 30 }).start())).reason).toBe("timeout");
  const right = versioned({
    up: rt.upgrade((old: any, from: string) => ({ items: [...old.items, from], total: old.count + 10 })),
  });
  await right.start();
  expect(await right.look()).toEqual({ total: 10, items: ["first", "1"] });
  expect(first.server("box 4")).toEqual({
    key: "box 4",
    title: "Box",
    version: "2",
    state: { total: 10, items: ["first", "1"] },
  });
});
