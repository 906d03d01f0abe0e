// Random programs out of all that JavaScript allows around `await`, pipes and the state of a server. They log what they do, in order, and end soon.
//
// Shape: program(seed) -> the text of a module with `main`, the same for the same seed. Names: a, b, c stand outside, v1, f2, s3 ... are fresh.

/** Numbers from 0 to 1 (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What the programs call. `tick` ends the long ones. */
const prelude = `
import { call, genserver, pipe, run, tap } from "tincture";
let steps = 0;
const tick = () => { if (++steps > 3000) throw new Error("long"); };
const give = async (x) => { tick(); log("give", x); return x; };
const now = (x, y) => { tick(); log("now", x, y); return typeof x === "string" && x.length > 20 ? "long" : x; };
const stage = (n) => { log("stage", n); return (x) => { tick(); log("st", n, x); return x; }; };
const make = () => { log("make"); return { m: (x) => { log("m", x); return x; } }; };
const box = { val: 7, async get(x) { tick(); log("get", this === box, x); return x; }, inner: { async get(x) { log("inner", this === box.inner, x); return x; } } };
async function* gen() { try { yield 1; yield await give(2); } finally { log("gen end"); } }
function* each(n) { try { for (let i = 0; i < n; i++) { tick(); yield i; } } finally { log("each end", n); } }
const broken = { [Symbol.iterator]: () => ({ next: () => { tick(); return { done: false, value: 1 }; }, return: () => { log("closed"); throw new Error("close"); } }) };
const helper = (x) => { log("helper", x); return x; };
const waiter = async (x) => { await give("w"); return x; };
let a = 10, b = 20, c = 30;
`;

class Writer {
  private readonly next: () => number;
  private count = 0;
  private loops = 0;

  constructor(seed: number) {
    this.next = random(seed);
  }

  private below(n: number): number {
    return Math.floor(this.next() * n);
  }
  pick<T>(...items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
  fresh(letter: string): string {
    return `${letter}${++this.count}`;
  }

  /** An expression over `names`; `waits`: `await` is allowed. */
  expr(names: readonly string[], waits: boolean, depth = 0): string {
    const name = this.pick(...names);
    if (depth > 3 || this.next() < 0.2) return this.pick("1", "2", "0", '"s"', "null", name, name, name);
    const e = (): string => this.expr(names, waits, depth + 1);
    const quick = (more: readonly string[] = names): string => this.expr(more, false, depth + 2);
    const p = this.fresh("p");
    const aw = waits ? "await " : "";
    const any = [
      () => `(${aw}give(${e()}))`,
      () => `now(${e()}, ${e()})`,
      () => `(${e()} + ${e()})`,
      () => `(${e()} ? ${e()} : ${e()})`,
      () => `(${e()} ${this.pick("&&", "||", "??")} ${e()})`,
      () => `\`\${${e()}}-\${${e()}}\``,
      () => `[${e()}, ...[${e()}]].length`,
      () => `({ k: ${e()}, [now(${e()})]: ${e()} }).k`,
      () => `(${name} ${this.pick("=", "+=", "??=", "||=")} ${e()})`,
      () => `${name}++`,
      () => `(${aw}${this.pick("box", "box.inner")}.get(${e()}))`,
      () => `(${aw}box["get"](...[${e()}]))`,
      () => `(${aw}give(${e()}))?.toString()`,
      () => `[1, 2].map((${p}) => ${quick([...names, p])}).join()`,
      () => `(({ q: ${name} } = { q: ${e()} }), ${e()})`,
      () => `([${name} = ${e()}, ${this.pick(...names)}] = [undefined, ${e()}], ${e()})`,
      () => `(() => { return ${quick()}; })()`,
      () => `(typeof ${name} === ${e()})`,
      () => `helper(${e()})`,
      () => this.pipe(e, name),
      () =>
        `pipe([${e()}, , ${e()}], (l) => l.map((${p}, i) => ${quick([...names, p, "i"])}), ${this.pick("", `(l) => l.filter((${p}) => ${quick([...names, p])}), `)}(l) => l.${this.pick(`reduce((sum, ${p}) => sum + ${quick([...names, p])}, "")`, "length", `some((${p}) => ${quick([...names, p])})`)})`,
    ];
    const waiting = [
      () => `(await waiter(${e()}))`,
      () => `(await (async (${p}) => ${this.expr([...names, p], true, depth + 2)})(${e()}))`,
      () =>
        `(await pipe.async(${e()}, give, (x) => ${this.pick("now(x)", "give(x)", "x")}, ${this.pick("now", "stage(2)", "tap(now)", "make().m")}))`,
    ];
    return this.pick(...any, ...(waits ? waiting : []))();
  }

  private pipe(e: () => string, name: string): string {
    const inner = this.pick(
      "x",
      "now(x, 1)",
      "[x, x].join()",
      "(x ? x : 3)",
      `now(${name}, x)`,
      "`${" + "x}`",
      "box.val + x",
    );
    const last = this.pick("", ", tap(now)", ", tap(stage(1))", ", make().m", ", String");
    return `pipe(${e()}, now, stage(${e()}), (x) => ${inner}${last})`;
  }

  statements(names: readonly string[], depth: number, waits = true): string {
    const own = [...names];
    return Array.from({ length: 1 + this.below(4) }, () => this.statement(own, depth, waits)).join("");
  }

  /** A statement; what it declares is added to `names`. */
  private statement(names: string[], depth: number, waits: boolean): string {
    const e = (): string => this.expr(names, waits);
    if (depth > 3) return `log(${e()});\n`;
    const body = (...more: string[]): string => this.statements([...names, ...more], depth + 1, waits);
    const loop = (text: () => string): string => {
      this.loops++;
      const made = text();
      this.loops--;
      return made;
    };
    const [v, f] = [this.fresh("v"), this.fresh("f")];
    // The body of a loop that does not wait, and values of all kinds.
    const quick = (...more: string[]): string => this.statements([...names, ...more], depth + 2, false);
    const values = (): string =>
      this.pick("[1, 2]", "[3, , 4]", "each(3)", "new Set([1, 2])", `"xy"`, "broken", "new Map([[1, 2]]).values()");
    const limit = this.pick("2", "3");
    const await_ = waits ? "await " : "";
    /* A body without braces: which `if` an `else` behind it belongs to must stay as it is. */
    const bare = (): string => this.pick(`log(${e()});\n`, `${await_}give(${e()});\n`, `${await_}waiter(${e()});\n`);
    // What an async function does later, when nobody waits for it, has no order to be compared.
    const inWaiting = (text: () => string): string => (waits ? text() : `log(${e()});\n`);
    return this.pick(
      () => `log(${e()});\n`,
      () => {
        const made = `let ${v} = ${e()};\n`;
        names.push(v);
        return made;
      },
      () => `if (${e()}) { ${body()} } else { ${body()} }\n`,
      () => `if (${e()}) ${bare()}else ${bare()}`,
      () => `if (${e()}) ${this.fresh("l")}: if (${e()}) ${bare()}else if (${e()}) ${bare()}else ${bare()}`,
      () => loop(() => `for (let ${v} = 0; ${v} < 2; ${v}++) { ${body()} }\n`),
      () => loop(() => `for (const ${v} of [${e()}, ${e()}]) { ${body()} log(${v}); }\n`),
      () => loop(() => `{ let ${v} = 0; while (${v}++ < 2 && ${e()}) { ${body()} } }\n`),
      () => loop(() => `do { ${body()} } while (now(0));\n`),
      () => loop(() => `for (const ${v} of ${values()}) { ${quick(v)} }\n`),
      () => loop(() => `for (let ${v} = 0; ${v} < ${limit}; ${v}++) { ${quick(v)} }\n`),
      () => loop(() => `{ let ${v} = 0; while (${v}++ < ${limit}) { ${quick(v)} } }\n`),
      () =>
        loop(
          () =>
            `outer${v}: for (${this.pick(`const ${v} of ${values()}`, `let ${v} = 0; ${v} < ${limit}; ${v}++`)}) { for (const w of ${values()}) { if (${this.expr(names, false)}) ${this.pick("break", "continue")} ${this.pick("", `outer${v}`)}; ${quick(v, "w")} } }\n`,
        ),
      () =>
        `const ${f} = []; for (let ${v} = 0; ${v} < 3; ${v}++) { if (${v} === 1) continue; ${f}.push(() => ${v}++); log(${v}); } log(${f}.map((f) => [f(), f()]));\n`,
      () =>
        `try { ${body()} } catch (error) { log("caught", String(error)); ${body()} } finally { ${this.pick("", body())} }\n`,
      () => `if (${e()}) throw new Error(String(${e()}));\n`,
      () => (this.loops > 0 ? `if (${e()}) ${this.pick("break", "continue")};\n` : `log(${e()});\n`),
      () =>
        `if (${e()}) return ${this.pick(e(), `give(${e()})`, `${await_}give(${e()})`, `waiter(${e()})`, `(${e()} ? give(${e()}) : ${e()})`)};\n`,
      () =>
        `switch (${e()}) { case ${e()}: log("one"); ${this.pick("break;", "")} case 1: ${unlooped(body())} default: log("other"); }\n`,
      () =>
        inWaiting(
          () =>
            `const ${f} = async (x, y = ${this.expr(names, false, 2)}) => { ${unlooped(this.statements([...names, "x", "y"], depth + 2))} return x; };\nlog(await ${f}(${e()}));\n`,
        ),
      () =>
        inWaiting(
          () =>
            `async function ${f}(x) { if (now(x) > 3 || typeof x !== "number") return x; return ${f}(x + 1); }\nlog(await ${f}(${e()}));\n`,
        ),
      () =>
        `const ${v} = []; for (const z of [1, 2]) { ${v}.push(() => now(z, ${this.pick(...names)})); ${await_}give(z); } log(${v}.map((f) => f()));\n`,
      () =>
        waits
          ? `for await (let z of ${this.pick("gen()", "[give(1), 2]")}) { log("z", z); ${this.pick("break;", "")} ${unlooped(this.statements([...names, "z"], depth + 2))} }\n`
          : "",
    )();
  }

  /** A server with random state, helpers and a random start. */
  server(): string {
    const state = ["x", "y", "rest", "d"];
    const lines: string[] = [];
    const uses: string[] = [];
    const declare = (line: string, ...names: string[]): void => {
      lines.push(line);
      state.push(...names);
    };
    for (let i = 3 + this.below(7); i > 0; i--) {
      const waits = this.next() < 0.3;
      const e = (): string => this.expr(state, waits, 1);
      const quick = (): string => this.expr(state, false, 1);
      const [n, m] = [this.fresh("s"), this.fresh("s")];
      this.pick(
        () => declare(`let ${n} = ${e()};`, n),
        () => declare(`let ${n} = ${e()};`, n),
        () => declare(`let { q: ${n} = ${e()}, ...${m} } = { q: ${e()}, z: ${e()} };`, n, m),
        () => declare(`let [${n} = ${e()}, , ...${m}] = [${e()}, 1, ${e()}];`, n, m),
        () => declare(`let ${n} = 1, ${m} = ${e()};`, n, m),
        () => declare(`let ${n};`, n),
        () => {
          lines.push(`const ${n} = (k, l = ${quick()}) => { ${this.pick(...state)} = k; return ${quick()}; };`);
          uses.push(`${n}(${quick()})`, `[1].map(${n})`);
        },
        () => {
          lines.push(`function ${n}(k) { return now(k, ${quick()}); }`);
          uses.push(`${n}(${quick()})`);
        },
        () => {
          lines.push(
            `const ${n} = async (k) => { ${this.pick(...state)} = ${this.expr(state, true, 1)}; return k > 0 ? ${n}(k - 1) : 0; };`,
          );
          uses.push(`await ${n}(1)`);
        },
        () => {
          lines.push(
            `class ${n} { ${this.pick("", "static made = 0; ")}v = ${quick()}; get g() { return ${quick()}; } }`,
          );
          uses.push(`new ${n}().g`);
        },
        () => lines.push(`log(${this.expr(state, true, 1)});`),
      )();
    }
    const parameters = this.pick(
      "x, { y = x, ...rest } = {}, d = { f: () => x }",
      "x, { y = now(x), ...rest } = {}, d = x",
      "x, { y, ...rest } = {}, d = now(1)",
    );
    const change = uses.map((use) => `log(${use});`).join(" ") + this.statements(state, 2);
    return `const Server = genserver(async (${parameters}) => {
${lines.join("\n")}
return { all: call(() => ({ ${state.join(", ")} })), change: call(async (arg) => { ${change} }) };
}, { name: "random" + Math.random() });`;
  }
}

/** Of a body that is moved out of its loop. */
const unlooped = (text: string): string => text.replace(/\b(break|continue);/g, 'log("b");');

export function program(seed: number): string {
  const writer = new Writer(seed);
  const server = writer.server();
  const body = writer.statements(["a", "b", "c"], 0);
  return `${prelude}
${server}
const reason = (error) => String(error?.reason ?? error);
export async function main() {
  try { log("ended", await run(async () => { ${body} })); } catch (error) { log("failed", reason(error)); }
  try {
    await Server.start(4, { y: 5 });
    log(await Server.all(), await Server.change(2), await Server.all(), await Server.change(3), await Server.all());
  } catch (error) { log("server failed", reason(error)); }
}
`;
}
