// What `tincture eject` writes: samples/NAME/input.ts beside the source that a person has read; every program of the other tests, which must type-check as before;
// and whole programs that are built by stock `tsc` and must print what they always printed.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root, suite } from "../suite.js";
import { ejected } from "./ejection.js";

suite("test/cli/samples/eject", (sample) => {
  const files = sample.files.filter((file) => !file.startsWith("expected")).map((file) => join(sample.folder, file));
  const made = ejected(files);
  return Object.fromEntries(
    files.map((file) => {
      expect(made.get(file)?.errors).toEqual([]);
      const name = file === sample.input ? "expected.ts" : `expected.${basename(file)}`;
      return [name, made.get(file)?.text ?? ""];
    }),
  );
});

/** What the types of the ejected code can't say; the command reports it. */
const known: Record<string, string> = {
  // A stage may take fewer arguments than it is given, a call may not.
  "test/expand/samples/pipe/no_this/input.ts": "TS2554",
  // The macro's module is not all there: its import travels, but leads nowhere in this sample.
  "test/expand/samples/macro/places/input.ts": "TS2307",
  // A literal is checked against the pattern beside it, unless it comes out of a promise.
  "test/expand/samples/process_code/expressions/input.ts": "TS2353",
  // The parameter of a message has its type from the schema alone.
  "test/expand/samples/genserver/schemas/input.ts": "TS2345",
};

describe("type-checks as before", () => {
  const folders = ["test/expand/samples", "test/run/samples", "test/wanted", "examples"];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.[mc]?tsx?$/.test(file))
      .map((file) => join(root, folder, file)),
  );
  const made = ejected(files);

  test.for(files.map((file) => relative(root, file).replaceAll("\\", "/")))("%s", (file) => {
    const errors = made.get(join(root, file))?.errors as readonly string[];
    const expected = known[file];
    if (expected === undefined) expect(errors).toEqual([]);
    else expect(errors.join("\n")).toContain(expected);
  });
});

/** A folder of the checkout in which "tincture" means this package, with the programs in it. */
const folder = join(root, "build/eject");
const command = join(root, "dist/transformer/cli/main.js");
const plugins = [{ transform: "tincture/transformer", transformProgram: true, pipelineOperator: true }];
const compilerOptions = {
  target: "es2023",
  lib: ["es2023"],
  types: ["node"],
  module: "nodenext",
  strict: true,
  skipLibCheck: true,
  rootDir: ".",
};

describe("whole programs", () => {
  const programs = [
    ...readdirSync(join(root, "test/wanted"))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => ({
        name: `wanted/${file}`,
        from: `test/wanted/${file}`,
        prints: `test/wanted/${file.replace(/ts$/, "expected.txt")}`,
      })),
    {
      name: "user_macro/main.ts",
      from: "test/wanted/user_macro/main.ts",
      prints: "test/wanted/user_macro/expected.txt",
    },
    ...readdirSync(join(root, "test/run/samples")).map((name) => ({
      name: `run/${name}.ts`,
      from: `test/run/samples/${name}/input.ts`,
      prints: `test/run/samples/${name}/expected.txt`,
    })),
  ];

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "source/wanted"), { recursive: true });
    mkdirSync(join(folder, "source/run"));
    writeFileSync(
      join(folder, "source/tsconfig.json"),
      JSON.stringify({ compilerOptions: { ...compilerOptions, plugins } }),
    );
    cpSync(join(root, "examples"), join(folder, "source/examples"), {
      recursive: true,
      filter: (file) => !/tsconfig|expected/.test(file),
    });
    cpSync(join(root, "test/wanted/user_macro"), join(folder, "source/user_macro"), { recursive: true });
    for (const { name, from } of programs) cpSync(join(root, from), join(folder, "source", name));
    const { output, code } = await runTool(command, ["eject", "--force"], { cwd: join(folder, "source") });
    expect(code, output).toBe(0);
    for (const compiler of ["typescript", "typescript59"]) {
      const built = await runTool(bin(compiler, "tsc"), [
        "-p",
        join(folder, "source"),
        "--outDir",
        join(folder, compiler),
      ]);
      expect(built.output).toBe("");
    }
  });

  test("no macro is left, and no plugin", () => {
    for (const { name } of programs)
      expect(readFileSync(join(folder, "source", name), "utf8")).not.toMatch(
        /\bgenserver\(\(|\bpipe\(|\bawait receive\(/,
      );
    expect(JSON.parse(readFileSync(join(folder, "source/tsconfig.json"), "utf8"))).toEqual({ compilerOptions });
  });

  test("a file that can't be read stops it, whatever is forced", async () => {
    const other = join(folder, "other");
    mkdirSync(other);
    writeFileSync(join(other, "main.ts"), 'import { pipe } from "tincture";\nconsole.log(pipe(1, String);\n');
    const { stdout, stderr, code } = await runTool(command, ["eject", "--force", "main.ts"], { cwd: other });
    expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
    expect(stderr).toMatch(/^main\.ts:2:28 - error TS1005: [\s\S]*Nothing was changed/);
  });

  test("a file that git ignores is not rewritten: nothing would bring it back", async () => {
    const ignored = join(folder, "ignored");
    mkdirSync(ignored);
    const text = 'import { pipe } from "tincture";\nconsole.log(pipe(1, String));\n';
    writeFileSync(join(ignored, "main.ts"), text);
    writeFileSync(
      join(ignored, "tsconfig.json"),
      '{ "compilerOptions": { "lib": ["es2023"], "types": ["node"], "skipLibCheck": true } }',
    );
    const { stdout, stderr, code } = await runTool(command, ["eject", "main.ts"], { cwd: ignored });
    expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
    expect(stderr).toMatch(/no way back[\s\S]*Nothing was changed/);
    expect(readFileSync(join(ignored, "main.ts"), "utf8")).toBe(text);
  });

  test.for(programs)("$name prints what it printed", async ({ name, prints }) => {
    const [expected = ""] = readFileSync(join(root, prints), "utf8").split(/^--- /m);
    const { stdout } = await runTool(join(folder, "typescript", name.replace(/ts$/, "js")), [], { timeout: 30_000 });
    expect(stdout).toBe(expected);
  });

  test("the examples print what they printed", async () => {
    const { stdout, code, output } = await runTool(join(folder, "typescript/examples/main.js"), [], {
      timeout: 60_000,
    });
    expect(code, output).toBe(0);
    for (const file of readdirSync(join(root, "examples/expected")))
      expect(stdout).toContain(readFileSync(join(root, "examples/expected", file), "utf8"));
  });
});
