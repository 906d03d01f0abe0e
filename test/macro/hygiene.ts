// The hygiene matrix: what a quote binds never meets the caller's names, and what it leaves free means what it means where the macro is written. The cases
// follow those of Elixir's own tests of quotes and of macro hygiene, one by one, with what TypeScript has besides: blocks, imports, patterns, classes.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are programs
import type { Program } from "./program.js";

const entry = (names: string): string => `import { ${names}, type Expr } from "tincture/macro";\n`;
const all = entry("bindQuoted, caller, defmacro, escape, inPlace, quote, theirs, unquote, unquoteSplicing");

/** A case of two files: the macros and their caller. */
const two = (
  name: string,
  macros: string,
  main: string,
  prints: string,
  more: Record<string, string> = {},
): Program => ({
  name,
  files: { "m.macro.ts": all + macros, "main.ts": main, ...more },
  prints,
});
const use = (names: string): string => `import { ${names} } from "./m.macro.js";\n`;

export const hygiene: readonly Program[] = [
  two(
    "a variable of a quote does not touch the caller's",
    "export const setA = defmacro(() => quote(() => { const a = 1; void a; }));",
    `${use("setA")}const a = 10; setA(); console.log(a);`,
    "10\n",
  ),
  two(
    "a variable of a quote is not seen by the caller's code in a hole",
    "export const within = defmacro((n: Expr<number>) => quote(() => { const a = 1; return a + unquote(n); }));",
    `${use("within")}const a = 10; console.log(within(a));`,
    "11\n",
  ),
  two(
    "a variable in the caller's hole meets a variable of the quote in a block given to the macro",
    "export const twice = defmacro((body: Expr<() => void>) => quote(() => { let i = 0; while (i < 2) { unquote(body)(); i += 1; } }));",
    `${use("twice")}let i = 5; twice(() => { i += 10; const j = i; console.log(j); }); console.log(i);`,
    "15\n25\n25\n",
  ),
  two(
    "swap with a caller's tmp",
    "export const swap = defmacro((a: Expr<number>, b: Expr<number>) => quote(() => { const tmp = unquote(a); void tmp; console.log(unquote(b), tmp); }));",
    `${use("swap")}const tmp = 1, other = 2; swap(tmp, other);`,
    "2 1\n",
  ),
  two(
    "two expansions of one macro share no variable",
    "export const square = defmacro((n: Expr<number>) => quote(() => { const value = unquote(n); return value * value; }));",
    `${use("square")}const value = square(2) + square(3); console.log(value, square(square(2)));`,
    "13 16\n",
  ),
  two(
    "theirs writes the caller's variable",
    "export const setA = defmacro((n: Expr<number>) => quote(() => { theirs<{ a: number }>().a = unquote(n); }));",
    `${use("setA")}let a = 1; setA(5); console.log(a);`,
    "5\n",
  ),
  two(
    "theirs reads the caller's variable, beside one of the quote with that name",
    "export const readA = defmacro(() => quote(() => { const a = 1; return a + theirs<{ a: number }>().a; }));",
    `${use("readA")}const a = 10; console.log(readA());`,
    "11\n",
  ),
  two(
    "theirs sees the nearest declaration around the call",
    "export const readA = defmacro(() => quote(() => theirs<{ a: string }>().a));",
    `${use("readA")}const a = "outer"; { const a = "inner"; console.log(readA()); } console.log(readA(), a);`,
    "inner\nouter outer\n",
  ),
  two(
    "a free name is the macro's import, not the caller's variable",
    `import { shout } from "./shout.js"; export const say = defmacro((text: Expr<string>) => quote(() => shout(unquote(text))));`,
    `${use("say")}const shout = "mine"; console.log(say("a"), shout);`,
    "A! mine\n",
    { "shout.ts": "export const shout = (text: string) => `${text.toUpperCase()}!`;" },
  ),
  two(
    "a free name is the macro's import, in a function where the caller shadows it",
    `import { shout } from "./shout.js"; export const say = defmacro((text: Expr<string>) => quote(() => shout(unquote(text))));`,
    `${use("say")}function f(shout: number) { return say(String(shout)); } console.log(f(1));`,
    "1!\n",
    { "shout.ts": "export const shout = (text: string) => `${text}!`;" },
  ),
  two(
    "a default import, a namespace and a renamed import travel",
    `import voice, * as ns from "./shout.js"; import { shout as loud } from "./shout.js";
export const say = defmacro((text: Expr<string>) => quote(() => [voice(unquote(text)), ns.shout(unquote(text)), loud(unquote(text))].join()));`,
    `${use("say")}const voice = 1, ns = 2, loud = 3; console.log(say("a"), voice, ns, loud);`,
    "a?,a!,a! 1 2 3\n",
    { "shout.ts": "export const shout = (text: string) => `${text}!`; export default (text: string) => `${text}?`;" },
  ),
  two(
    "a package's import travels",
    `import { inspect } from "node:util"; export const show = defmacro((v: Expr<unknown>) => quote(() => inspect(unquote(v))));`,
    `${use("show")}const inspect = 0; console.log(show({ a: 1 }), inspect);`,
    "{ a: 1 } 0\n",
  ),
  two(
    "the caller's own import of the same thing is used",
    `import { shout } from "./shout.js"; export const say = defmacro((text: Expr<string>) => quote(() => shout(unquote(text))));`,
    `${use("say")}import { shout as loud } from "./shout.js"; console.log(say("a"), loud("b"));`,
    "a! b!\n",
    { "shout.ts": "export const shout = (text: string) => `${text}!`;" },
  ),
  two(
    "a helper that the macro's module keeps to itself",
    'const prefix = "> "; function mark(text: string) { return prefix + text; } export const say = defmacro((text: Expr<string>) => quote(() => mark(unquote(text))));',
    `${use("say")}const mark = 0, prefix = 1; console.log(say("a"), mark, prefix);`,
    "> a 0 1\n",
  ),
  two(
    "a private helper whose name the module exports for something else",
    'const helper = () => "private"; const other = 1; export { other as helper }; export const say = defmacro(() => quote(() => helper()));',
    `${use("say, helper")}console.log(say(), helper);`,
    "private 1\n",
  ),
  two(
    "a private helper whose other name is taken as well",
    'const helper = () => "private"; const helper_1 = () => "one"; const other = 1; export { other as helper }; export const say = defmacro(() => quote(() => [helper(), helper_1()].join()));',
    `${use("say, helper")}console.log(say(), helper);`,
    "private,one 1\n",
  ),
  two(
    "a function and a class that the macro's module exports by default",
    "export default function shout(text: string) { return `${text}!`; } export const say = defmacro((text: Expr<string>) => quote(() => shout(unquote(text))));",
    `${use("say")}import { box } from "./box.macro.js"; const shout = 1; console.log(say("a"), box(2), shout);`,
    "a! 2 1\n",
    {
      "box.macro.ts": `${all}export default class Box { constructor(readonly n: number) {} } export const box = defmacro((n: Expr<number>) => quote(() => new Box(unquote(n)).n));`,
    },
  ),
  two(
    "a macro in another folder: its imports are found from there",
    "export const unused = defmacro(() => quote(() => 0));",
    `import { say } from "./lib/deep/say.macro.js"; console.log(say("a"));`,
    "A!\n",
    {
      "lib/deep/say.macro.ts": `${all}import { shout } from "../shout.js"; export const say = defmacro((text: Expr<string>) => quote(() => shout(unquote(text))));`,
      "lib/shout.ts": "export const shout = (text: string) => `${text.toUpperCase()}!`;",
    },
  ),
  two(
    "a global of the quote where the caller has a name like it",
    "export const say = defmacro((text: Expr<string>) => quote(() => { console.log(unquote(text), [undefined].length); }));",
    `${use("say")}function f(console: { log(text: string): void }) { console.log("mine"); say("global"); } f({ log: (text) => globalThis.console.log(text + "!") });`,
    "mine!\nglobal 1\n",
  ),
  two(
    "a global in a hole where the quote has a name like it",
    "export const within = defmacro((body: Expr<() => void>) => quote(() => { const console = 1; unquote(body)(); void console; }));",
    `${use("within")}within(() => { console.log("seen"); });`,
    "seen\n",
  ),
  two(
    "macros call macros, each with a variable of the same name",
    `export const inner = defmacro((n: Expr<number>) => quote(() => { const x = unquote(n) + 1; return x; }));
export const outer = defmacro((n: Expr<number>) => quote(() => { const x = unquote(n); return [x, inner(x), inner(inner(x))].join(); }));`,
    `${use("outer")}const x = 100; console.log(outer(1), x);`,
    "1,2,3 100\n",
  ),
  two(
    "a macro that expands into itself",
    `export const sum = defmacro((...numbers: Expr<number>[]) => {
  const [first, ...rest] = numbers;
  return first === undefined ? escape(0) : quote(() => unquote(first) + sum(...unquoteSplicing(rest)));
});`,
    `${use("sum")}console.log(sum(1, 2, 3, 4));`,
    "10\n",
  ),
  two(
    "an argument unquoted twice is evaluated twice, one that is bound once",
    `export const twice = defmacro((n: Expr<number>) => quote(() => [unquote(n), unquote(n)].join()));
export const once = defmacro((n: Expr<number>) => bindQuoted({ n }, ({ n }) => [n, n].join()));`,
    `${use("once, twice")}let calls = 0; const next = () => ++calls; console.log(twice(next()), once(next()));`,
    "1,2 3,3\n",
  ),
  two(
    "bound values are evaluated in order, under names that meet nothing",
    "export const both = defmacro((a: Expr<string>, b: Expr<string>) => bindQuoted({ a, b: b }, ({ b: second, a: first }) => first + second));",
    `${use("both")}const first = "F", second = "S"; const log: string[] = []; const say = (t: string) => { log.push(t); return t; }; console.log(both(say(second), say(first)), log.join());`,
    "SF F,S\n",
  ),
  two(
    "a function in a hole that is used twice declares its own names twice",
    "export const twice = defmacro((f: Expr<(n: number) => number>) => quote(() => unquote(f)(1) + unquote(f)(10)));",
    `${use("twice")}const k = 2; console.log(twice((n) => { const k2 = n * k; return k2; }));`,
    "22\n",
  ),
  two(
    "parameters, patterns, catch, loops and functions of a quote",
    `export const all = defmacro((n: Expr<number>) => quote(() => {
  const { a, b: [c] } = { a: 1, b: [2] };
  const f = (x: number, y = x) => x + y;
  function g(z: number) { return z; }
  class Box { constructor(readonly v: number) {} }
  let out = [a, c, f(1), g(2), new Box(3).v].join();
  for (const i of [1, 2]) out += i;
  for (let j = 0; j < 1; j++) out += j;
  try { throw 7; } catch (e) { out += e; }
  return out + unquote(n);
}));`,
    `${use("all")}const a = 0, c = 0, f = 0, x = 0, y = 0, g = 0, z = 0, Box = 0, out = 0, i = 0, j = 0, e = 5; console.log(all(a + c + f + x + y + g + z + Box + out + i + j + e));`,
    "1,2,2,2,312075\n",
  ),
  two(
    "shorthand properties keep the names of properties",
    `import { shout } from "./shout.js"; export const object = defmacro((n: Expr<number>) => quote(() => { const value = unquote(n); return { value, shout, nested: { value } }; }));`,
    `${use("object")}const value = 5, shout = 6; const o = object(value); console.log(o.value, o.shout("a"), o.nested.value, shout);`,
    "5 a! 5 6\n",
    { "shout.ts": "export const shout = (text: string) => `${text}!`;" },
  ),
  two(
    "a hole in every kind of place",
    `export const places = defmacro((a: Expr<number>, f: Expr<(n: number) => number>, o: Expr<{ m: number }>) => quote(() => [
  unquote(f)(unquote(a)), unquote(o).m, \`\${unquote(a)}\`, { x: unquote(a) }.x, unquote(a) ? unquote(a) : 0, -unquote(a), [unquote(a)][0], unquote(a) + unquote(a) * 2,
].join()));`,
    `${use("places")}console.log(places(1 + 1, (n) => n * 10, { m: 3 }));`,
    "20,3,2,2,2,-2,2,6\n",
  ),
  two(
    "splicing into arguments, arrays, objects and statements",
    `export const call = defmacro((f: Expr<(...n: number[]) => string>, ...args: Expr<number>[]) => quote(() => unquote(f)(0, ...unquoteSplicing(args), 9)));
export const list = defmacro((...items: Expr<number>[]) => quote(() => [...unquoteSplicing(items), ...unquoteSplicing([])].length));
export const object = defmacro((...items: Expr<number>[]) => quote(() => ({ first: true, ...unquoteSplicing(items.map((value, i) => ({ name: \`k\${i}\`, value }))) })));
export const all = defmacro((...steps: Expr<void>[]) => quote(() => { unquoteSplicing(steps); }));`,
    `${use("all, call, list, object")}console.log(call((...n) => n.join(), 1, 2), list(1, 2, 3), JSON.stringify(object(4, 5))); all(console.log("x"), console.log("y"));`,
    '0,1,2,9 3 {"first":true,"k0":4,"k1":5}\nx\ny\n',
  ),
  two(
    "values as code",
    `export const values = defmacro(() => escape({ text: "a\\n\\"b\\"", n: -1.5, big: 10n, yes: true, none: null, missing: undefined, list: [1, [2]], "odd key": 1, map: new Map([["k", new Set([1])]]), when: new Date(0), re: /a+/g }));`,
    `${use("values")}const Map = 0, undefined_ = 1; const v = values() as any; console.log(v.text, v.n, v.big, v.yes, v.none, v.missing, JSON.stringify(v.list), v["odd key"], v.map.get("k").has(1), v.when.getTime(), "caaat".replace(v.re, ""), Map + undefined_);`,
    'a\n"b" -1.5 10n true null undefined [1,[2]] 1 true 0 ct 1\n',
  ),
  two(
    "a quote with an early return stays a function",
    'export const first = defmacro((n: Expr<number>) => quote(() => { if (unquote(n) > 1) return "big"; return "small"; }));',
    `${use("first")}console.log(first(1), first(2)); first(3);`,
    "small big\n",
  ),
  two(
    "a value is not evaluated earlier than it was",
    "export const same = defmacro((n: Expr<number>) => quote(() => { const v = unquote(n); return v; }));",
    `${use("same")}const log: string[] = []; const say = (t: string) => { log.push(t); return 1; };
const x = say("a") + same(say("b")); const y = false && same(say("never")); const z = (() => same(say("c")))(); for (let i = 0; i < same(say("d")); i++) {} void [x, y, z]; console.log(log.join());`,
    "a,b,c,d,d\n",
  ),
  two(
    "this and arguments are the caller's",
    "export const get = defmacro((v: Expr<number>) => quote(() => { const base = 1; return base + unquote(v); }));",
    `${use("get")}class C { n = 4; m() { return get(this.n); } } function f() { return get(arguments.length); } console.log(new C().m(), (f as any)(1, 2));`,
    "5 3\n",
  ),
  two(
    "an async quote waits where it is awaited",
    `export const later = defmacro((body: Expr<() => Promise<number>>) => quote(async () => { const first = await unquote(body)(); return first + (await unquote(body)()); }));`,
    `${use("later")}let n = 0; const step = async () => ++n; const first = "mine"; const p = later(step); console.log(p instanceof Promise); void (async () => { await p; const sum = await later(async () => { const first = await step(); return first * 10; }); console.log(sum, first); })();`,
    "true\n70 mine\n",
  ),
  two(
    "inPlace puts an await into the caller's function",
    "export const rest = defmacro((ms: Expr<number>) => inPlace(quote(async () => { await new Promise((done) => setTimeout(done, unquote(ms))); return 3; })));",
    `${use("rest")}void (async () => { const n: number = rest(1); console.log(n); })();`,
    "3\n",
  ),
  two(
    "names mean the same wherever they are spelt",
    `import { inspect } from "node:util"; export const isInspect = defmacro((f: Expr<unknown>) => escape(f.means(quote(() => inspect)) ? "inspect" : f.means(quote(() => console.log)) ? "log" : "other"));`,
    `${use("isInspect")}import { inspect as show, format } from "node:util"; const inspect = 1; console.log(isInspect(show), isInspect(inspect), isInspect(format), isInspect(console.log));`,
    "inspect other other log\n",
  ),
  two(
    "the caller's place",
    'export const here = defmacro(() => { const { file, line, column, function: name, inProcess } = caller(); return escape([file, line, column, name ?? "-", inProcess].join()); });',
    `import { run } from "tincture"; ${use("here")}console.log(here());\nconst f = () => here(); function g() { return here(); }\nconsole.log(f(), g()); void run(() => { console.log(here()); });`,
    "main.ts,2,13,-,false\nmain.ts,3,17,f,false main.ts,3,47,g,false\nmain.ts,4,53,-,true\n",
  ),
  two(
    "through barrels: a name, another name, everything, a namespace",
    "export const one = defmacro(() => escape(1));",
    `import { one, uno, ns } from "./index.js"; import * as whole from "./index.js"; console.log(one(), uno(), ns.one(), whole.one(), whole.ns.one());`,
    "1 1 1 1 1\n",
    {
      "index.ts":
        'export * from "./m.macro.js"; export { one as uno } from "./m.macro.js"; export * as ns from "./m.macro.js";',
    },
  ),
  two(
    "through a barrel in another folder",
    "export const unused = defmacro(() => escape(0));",
    `import { one, two } from "./kit/index.js"; console.log(one(), two);`,
    "1 2\n",
    {
      "kit/index.ts": 'export * from "./macros/one.macro.js"; export const two = 2;',
      "kit/macros/one.macro.ts": `${all}export const one = defmacro(() => escape(1));`,
    },
  ),
  two(
    "a macro hidden by a parameter is no macro",
    "export const one = defmacro(() => escape(1));",
    `${use("one")}const f = (one: () => number) => one(); console.log(f(() => 2), one());`,
    "2 1\n",
  ),
  two(
    "a macro that makes a server",
    `import { call, genserver } from "tincture";
export const counter = defmacro((step: Expr<number>) => quote(() => genserver(() => { let n = 0; return { next: call(() => (n += unquote(step))) }; }, { name: "counter" })));`,
    `import { run } from "tincture"; ${use("counter")}const n = 2; const Counter = counter(n); void run(async () => { await Counter.start(); await Counter.next(); console.log(await Counter.next(), n); });`,
    "4 2\n",
  ),
  two(
    "a block given to a macro is process code where the macro makes it so",
    `import { spawn } from "tincture"; export const inProcess = defmacro((body: Expr<() => Promise<void>>) => quote(() => spawn(async () => { await unquote(body)(); })));`,
    `import { self, send, receive } from "tincture"; ${use("inProcess")}inProcess(async () => { send(self(), "hi"); console.log(await receive<string>()); });`,
    "hi\n",
  ),
  two(
    "a label of a quote meets no label of the caller's, nor of another expansion",
    `export const each = defmacro((items: Expr<number[]>, body: Expr<(n: number) => void>) => quote(() => {
  outer: for (const n of unquote(items)) { for (const m of [1, 2]) { if (m === 2) continue outer; if (n === 3) break outer; unquote(body)(n); } }
}));`,
    `${use("each")}
outer: for (const k of [1, 2]) {
  each([1, 2, 3], (n) => { each([10, 20], (m) => { outer_1: for (;;) { for (;;) break outer_1; } console.log(k, n, m); }); });
  continue outer;
}`,
    "1 1 10\n1 1 20\n1 2 10\n1 2 20\n2 1 10\n2 1 20\n2 2 10\n2 2 20\n",
  ),
  two(
    "an await in an argument waits where the macro puts it, and only when it is reached",
    `export const first = defmacro((a: Expr<number | undefined>, b: Expr<number>) => quote(() => { const known = unquote(a); if (known !== undefined) return known; return unquote(b); }));
export const sum = defmacro((n: Expr<number>, v: Expr<number>) => quote(() => { let all = 0; for (let i = 0; i < unquote(n); i++) all += unquote(v); return all; }));`,
    `${use("first, sum")}
let loads = 0;
const load = async () => ++loads;
void (async () => {
  console.log(first(5, await load()), loads, 1 + first(undefined, 1 + first(undefined, await load())), loads, sum(3, await load()));
})();`,
    "5 0 3 1 9\n",
  ),
  two(
    "the same in a process",
    "export const first = defmacro((a: Expr<number | undefined>, b: Expr<number>) => quote(() => { const known = unquote(a); if (known !== undefined) return known; return unquote(b); }));",
    `import { call, genserver, run } from "tincture"; ${use("first")}
const Counter = genserver(() => { let n = 0; return { next: call(() => ++n) }; }, { name: "waiting_counter" });
void run(async () => { await Counter.start(); console.log(first(7, await Counter.next()), 10 * first(undefined, await Counter.next())); });`,
    "7 10\n",
  ),
  two(
    "a yield in an argument is the caller's",
    `export const first = defmacro((a: Expr<number | undefined>, b: Expr<number>) => quote(() => { const known = unquote(a); if (known !== undefined) return known; return unquote(b); }));
export const sum = defmacro((n: Expr<number>, v: Expr<number>) => quote(() => { let all = 0; for (let i = 0; i < unquote(n); i++) all += unquote(v); return all; }));`,
    `${use("first, sum")}
class Steps {
  n = 100;
  *run(known?: number): Generator<number, number, number> {
    const a = 1 + first(known, (yield this.n) + first(undefined, yield 2));
    return a + sum(2, yield 3);
  }
}
const given: unknown[] = [];
for (const steps of [new Steps().run(5), new Steps().run()]) {
  let step = steps.next();
  for (let i = 10; !step.done; i += 10) { given.push(step.value); step = steps.next(i); }
  given.push(step.value);
}
console.log(given.join());`,
    "3,3,36,100,2,3,3,101\n",
  ),
];
