// node --import tincture/register, and ts-node: both kinds of modules, what is kept between runs, what was compiled before.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { setUpOf, shell } from "./host_project.js";
import type { Project } from "./project.js";

export function nodeCases(all: () => Project): void {
  const mixed: Record<string, string> = {
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        target: "es2023",
        jsx: "react",
        jsxFactory: "h",
        plugins: [{ transform: "tincture/transformer", transformProgram: true, pipelineOperator: true }],
      },
    }),
    "kit.ts": `import { pipe } from "tincture";
export { pipe as flow } from "tincture";
export * from "./more.js";
export const double = (n: number): number => n * 2;
export enum Color { Red = 1, Blue }
console.log("kit", pipe(1, double), require.main === module);
`,
    "more.ts": `export const more = "more";\n`,
    "view.tsx": `import { pipe } from "tincture";
const h = (tag: string, props: object | null, ...rest: unknown[]) => ({ tag, props, rest });
export const view = <b id="x">{pipe(2, n => n + 1)}</b>;
`,
    "main.ts": `import { flow, double, Color, more } from "./kit.js";
import { view } from "./view.js";
console.log(flow(1, double, double), 3 |> double, Color.Blue, more, require.main === module);
console.log(JSON.stringify(view));
void import("./esm.mjs").then((esm) => console.log(esm.default, esm.same(double)));
`,
    "esm.mts": `import kit, { double, more, Color } from "./kit.js";
import { pipe } from "tincture";
import old = require("./old.cjs");
import { now } from "./old.cjs";
await Promise.resolve();
export default pipe(double(1), n => n + Color.Red, String) + more + Object.keys(kit).length + old.now + now;
export const same = (other: unknown) => other === double;
`,
    "old.cts": `export const now = "old";\n`,
  };
  const output = `kit 2 false\n4 6 2 more true\n{"tag":"b","props":{"id":"x"},"rest":[3]}\n3more4oldold true\n`;

  test.for([
    ["import", "--import tincture/register"],
    ["require", "--require tincture/register"],
    ["beside tsx", "--import tsx --import tincture/register"],
    ["twice", "--import tincture/register --import tincture/register"],
  ])("node: CommonJS and ES modules import each other, %s", async ([name, flags]) => {
    const part = all().part(`mixed_${name}`.replaceAll(" ", "_"), {});
    for (const [file, text] of Object.entries(mixed)) part.write(file, text);
    expect((await shell(all(), part, `node ${flags} main.ts`)).output).toBe(output);
    expect((await shell(all(), part, `node ${flags} ./esm.mts`)).output).toBe("kit 2 false\n");
  });

  test("node: what was compiled is kept until its text, or what it was made of, changes", async () => {
    const part = all().part("kept", { type: "module" });
    part.write("kit.ts", `export { pipe as flow } from "tincture";\n`);
    part.write("main.ts", `import { flow } from "./kit.js";\nconsole.log("now", flow(1, String));\n`);
    const run = async (): Promise<string> =>
      (await shell(all(), part, "node --import tincture/register main.ts")).output;
    expect(await run()).toBe("now 1\n");
    const folder = all().path("node_modules/.cache/tincture");
    const kept = readdirSync(folder).find((file) =>
      readFileSync(`${folder}/${file}`, "utf8").includes(`console.log(\\"now`),
    );
    const text = all().read(`node_modules/.cache/tincture/${kept}`);
    all().write(`node_modules/.cache/tincture/${kept}`, text.replace(`(\\"now`, `(\\"kept`));
    expect(await run()).toBe("kept 1\n");
    part.write("kit.ts", `export const flow = (n: number, f: (n: number) => string) => f(n + 1);\n`);
    expect(await run()).toBe("now 2\n");
  });

  test("node: compiled output of tspc is left alone", async () => {
    const part = all().part("compiled", { type: "module" });
    part.configure({ module: "nodenext" });
    part.write(
      "main.ts",
      `import { run, self } from "tincture";\nconsole.log(await run(() => self() !== undefined));\n`,
    );
    expect((await part.tspc("-p", ".")).output).toBe("");
    part.write("compiled.mts", part.read("out/main.js"));
    expect((await shell(all(), part, "node --import tincture/register compiled.mts")).output).toBe("true\n");
  });

  test("ts-node compiles with ts-patch's compiler", async () => {
    const part = all().part("ts_node", {});
    part.configure(
      { module: "nodenext" },
      { "ts-node": JSON.parse(setUpOf("ts-node").files["tsconfig.json"] as string)["ts-node"] },
    );
    part.write(
      "src/main.ts",
      `import { pipe } from "tincture";\nconsole.log(pipe(1, (n) => n + 1));\nthrow new RangeError("x");\n`,
    );
    const { output } = await shell(all(), part, setUpOf("ts-node").command);
    expect(output).toMatch(/^2\n/);
    expect(output).toContain("main.ts:3:7");
  });
}
