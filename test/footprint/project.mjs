// A project of many files, one in ten of which imports tincture, and the plugin's share of the time that tspc takes to build it, by the plugin's own
// counter. `npm run footprint [FILES]` prints the figures for 1,000 files; the tests use the parts on fewer.
//
// Units: all times in ms. The share is of the whole run of tspc, start of Node included.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** The tspc of our own node_modules. */
export const tspc = join(root, "node_modules/ts-patch/bin/tspc.js");

/** The entry in `plugins` that names the built plugin by its path. */
export const plugin = { transform: join(root, "dist/transformer/index.js"), transformProgram: true };

/**
 * Writes a project of `count` files, about 1.5 KB each, into an empty `folder` inside the checkout (where "tincture" is found by name).
 * @param {string} folder
 * @param {number} count
 */
export function generate(folder, count) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++)
    writeFileSync(join(folder, `file_${i}.ts`), i % 10 === 9 ? serverFile(i) : plainFile(i));
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    types: ["node"],
    strict: true,
    outDir: "out",
    plugins: [plugin],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
}

/**
 * What the plugin printed under TINCTURE_TIMING=1.
 * @param {string} stderr
 */
export function timing(stderr) {
  const found = /^tincture: ([\d.]+) ms in (\d+) files, (\d+) rewritten$/m.exec(stderr);
  if (found === null) throw new Error(`tspc printed no line of timing: ${stderr}`);
  const [milliseconds, seen, rewritten] = found.slice(1).map(Number);
  return { milliseconds: milliseconds ?? 0, seen: seen ?? 0, rewritten: rewritten ?? 0 };
}

/**
 * Builds a folder and measures: the whole run and the part inside the plugin.
 * @param {string} folder
 */
export function build(folder) {
  const start = performance.now();
  const env = { ...process.env, TINCTURE_TIMING: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [tspc, "-p", folder], { encoding: "utf8", env });
  if (status !== 0) throw new Error(stdout + stderr);
  const total = performance.now() - start;
  const inside = timing(stderr);
  return { total, ...inside, share: inside.milliseconds / total };
}

/**
 * The file that a file imports: a tree, since TypeScript follows imports by recursion.
 * @param {number} i
 */
const above = (i) => (i - 1) >> 1;

/** @param {number} i */
const before = (i) => (i === 0 ? "" : `import { sum${above(i)} } from "./file_${above(i)}.js";\n`);

/** @param {number} i */
const plainFile = (i) => `${before(i)}
/** An order of the shop, as it is stored. */
export interface Order${i} { readonly id: string; readonly lines: readonly Line${i}[]; readonly paid?: boolean }
export interface Line${i} { readonly name: string; readonly price: number; readonly quantity: number }

export class Ledger${i} {
  readonly #orders = new Map<string, Order${i}>();
  constructor(private readonly discount = ${i % 7}) {}
  add(order: Order${i}): this {
    if (this.#orders.has(order.id)) throw new RangeError(\`order \${order.id} is there already\`);
    this.#orders.set(order.id, order);
    return this;
  }
  *open(): Generator<Order${i}> {
    for (const order of this.#orders.values()) if (!order.paid) yield order;
  }
  total(): number {
    let total = 0;
    for (const order of this.open()) total += order.lines.map(line => line.price * line.quantity).reduce((a, b) => a + b, 0);
    return Math.max(0, total - this.discount);
  }
}

export function sum${i}(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, ${i === 0 ? "0" : `sum${above(i)}([])`});
}

export const byName${i} = (lines: readonly Line${i}[]): Record<string, Line${i}[]> => {
  const groups: Record<string, Line${i}[]> = {};
  for (const line of lines) {
    const { name, price, quantity } = line;
    (groups[name] ??= []).push({ name, price: price > 0 ? price : 0, quantity: quantity ?? 1 });
  }
  return groups;
};
`;

/** @param {number} i */
const serverFile = (i) => `import { call, cast, genserver, pipe, tap } from "tincture";
${plainFile(i)}
export const Shop${i} = genserver((opening: readonly Order${i}[] = []) => {
  let orders = [...opening];
  const find = (id: string) => orders.find(order => order.id === id);
  return {
    add: cast((order: Order${i}) => { orders = [...orders, order]; }),
    total: call((id: string) => pipe(find(id)?.lines ?? [], lines => lines.map(line => line.price * line.quantity), sum${i}, tap(total => void total))),
    count: call(() => orders.length),
  };
}, { name: "Shop${i}" });
`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const count = Number(process.argv[2] ?? 1000);
  const folder = join(root, "build/footprint");
  generate(folder, count);
  const { total, milliseconds, seen, rewritten, share } = build(folder);
  console.log(`${count} files, ${rewritten} of ${seen} seen were rewritten`);
  console.log(
    `tspc ${total.toFixed(0)} ms, inside the plugin ${milliseconds.toFixed(1)} ms: ${(100 * share).toFixed(2)} %`,
  );
  process.exitCode = share <= 0.02 ? 0 : 1;
}
