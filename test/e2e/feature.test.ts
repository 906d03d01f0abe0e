// Macros beside other features of TypeScript that rewrite files themselves, or decide which files there are. Each case is compiled and run.
import { beforeAll, expect, test } from "vitest";
import { belowShared, type Project, tools } from "./project.js";

let project: Project;
beforeAll(async () => {
  project = await belowShared(tools.typescript6);
});

interface Case {
  readonly options?: object;
  readonly manifest?: object;
  readonly files: Record<string, string>;
  /** What out/main.js prints. */
  readonly prints: string;
}

const cases: Record<string, Case> = {
  "JavaScript files": {
    options: { allowJs: true, checkJs: true },
    files: {
      "main.js": `import { pipe } from "tincture"; import { twice } from "./lib.js"; console.log(pipe(2, twice, n => n + 1));`,
      "lib.js": `import { pipe } from "tincture"; export const twice = (/** @type {number} */ n) => pipe(n, x => x * 2);`,
    },
    prints: "5\n",
  },
  "decorators with metadata, as before TypeScript 5": {
    options: { experimentalDecorators: true, emitDecoratorMetadata: true },
    files: {
      "main.ts": `
        import { call, genserver, pipe, type Pid } from "tincture";
        const logged = (_target: object, name: string, descriptor: PropertyDescriptor) => {
          const { value } = descriptor;
          descriptor.value = function (...args: unknown[]) { return name + ":" + value.apply(this, args); };
        };
        class Shop {
          @logged price(n: number, _pid?: Pid): string { return pipe(n, x => x * 2, String); }
        }
        const Price = genserver(() => ({ of2: call((n: number) => new Shop().price(n)) }), { name: "Price" });
        await Price.start();
        console.log(await Price.of2(4));`,
    },
    prints: "price:8\n",
  },
  "decorators of the standard, private names and static blocks at an older target": {
    options: {
      target: "es2021",
      lib: ["es2022", "esnext.decorators"],
      module: "es2022",
      moduleResolution: "bundler",
    },
    files: {
      "main.ts": `
        import { pipe, run, self, send, receive } from "tincture";
        const doubled = (method: (n: number) => number, _context: ClassMethodDecoratorContext) => (n: number) => 2 * method(n);
        class Counter {
          static from: number;
          static { Counter.from = pipe(1, x => x + 1); }
          #n = pipe(3, String, Number);
          get n() { return this.#n; }
          @doubled next(n: number) { return pipe(n, x => x + Counter.from); }
        }
        void run(async () => {
          send(self(), new Counter().next(1));
          console.log(await receive<number>(), new Counter().n);
        });`,
    },
    prints: "6 3\n",
  },
  JSX: {
    options: { jsx: "react", jsxFactory: "h" },
    files: {
      "main.tsx": `
        import { pipe } from "tincture";
        declare global { namespace JSX { interface IntrinsicElements { b: { title: string } } type Element = string } }
        const h = (tag: string, props: { title: string }, ...children: string[]) => \`<\${tag} \${props.title}>\${children.join("")}</\${tag}>\`;
        console.log(<b title={pipe("a", t => t + "!")}>{pipe(7, n => n + 1, String)}</b>);`,
    },
    prints: "<b a!>8</b>\n",
  },
  "an alias of the package's imports to a module that hands tincture on": {
    manifest: { imports: { "#app": "./out/app.js" } },
    files: {
      "app.ts": `export * from "tincture"; export { pipe as flow } from "tincture";`,
      "main.ts": `import { flow, tap } from "#app"; console.log(flow(1, n => n + 1, tap(n => console.log(n)), String));`,
    },
    prints: "2\n2\n",
  },
  "enums, namespaces and imports that only types use": {
    files: {
      "kind.ts": `export const enum Kind { A = "a", B = "b" } export interface Shape { kind: Kind } export const unused = 1;`,
      "main.ts": `
        import { pipe, type Pid } from "tincture";
        import { Kind, Shape, unused } from "./kind.js";
        namespace Shop { export enum Size { S = 1, L } export const size = pipe(Size.S, s => s + 1, n => Size[n]); }
        const shape: Shape = { kind: Kind.B };
        let pid: Pid | undefined; type Unused = typeof unused;
        console.log(pipe(shape, s => s.kind), Shop.size, pid satisfies Unused | Pid | undefined);`,
    },
    prints: "b L undefined\n",
  },
};

test.for(Object.entries(cases))("%s", async ([name, { options, manifest, files, prints }]) => {
  const part = project.part(name.replaceAll(/\W+/g, "_"), { type: "module", ...manifest });
  part.configure({ rootDir: ".", ...options });
  for (const [file, text] of Object.entries(files)) part.write(file, text);
  expect((await part.tspc("-p", ".")).output).toBe("");
  expect(await part.node(["out/main.js"])).toMatchObject({ stdout: prints, stderr: "", code: 0 });
});
