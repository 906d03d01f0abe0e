// Typing, one keystroke at a time: after every one the editor's questions are answered without an error, the file has the diagnostics that a freshly opened
// one has, and the server is still the same process.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Project } from "../e2e/project.js";
import { runs } from "../runtime/laws/law.js";
import { newProject, Session, type Version, versions } from "./session.js";

const plugin = { name: "tincture/language-service", transform: "tincture/transformer", transformProgram: true };

const program = `import { call, genserver, pipe } from "tincture";
const add = (a: number, b: number) => a + b;
export const n = 1 |> add(2)
  // in between
  |> add(await 3) |> (x => x + 1);
export const Room = genserver(() => {
  let users = 0;
  return { join: call((by: number) => { users = users |> add(by); return pipe(users, String); }) };
});
`;

describe.each(Object.keys(versions) as Version[])("TypeScript %s", (version) => {
  let project: Project;
  let session: Session;
  beforeAll(async () => {
    project = await newProject(version);
    project.configure({ plugins: [{ ...plugin, pipelineOperator: true }], lib: ["es2023"] });
    session = new Session(version, project);
  });
  afterAll(async () => {
    const complaints = session.complaints();
    expect(await session.close()).toBe(0);
    expect(complaints).toEqual([]);
  });

  /** What editors ask around the cursor. All of them must be answered. */
  async function askAll(file: string, position: number): Promise<void> {
    const place = session.place(file, position);
    const range = {
      file,
      startLine: place.line,
      startOffset: place.offset,
      endLine: place.line,
      endOffset: place.offset,
    };
    await session.ask("completionInfo", place);
    await session.ask("signatureHelp", place);
    await session.ask("quickinfo", place);
    await session.ask("definition", place);
    await session.ask("documentHighlights", { ...place, filesToSearch: [project.path(file)] });
    await session.ask("getApplicableRefactors", range);
    await session.ask("encodedSemanticClassifications-full", { file, start: 0, length: 1_000, format: "2020" });
    await session.ask("formatonkey", { ...place, key: ";" });
  }

  /**
   * Syntax errors, or where there are none all others. (What TypeScript says of types in broken code depends on what it was asked before, without us as well;
   * so does which ten unknown names get a "Did you mean", under other numbers.) Syntax errors by their position: tsserver's count of lines says of the end of
   * an edited text that it is in the line before, of a text that was just opened that it is in a line of its own.
   */
  async function errorsOf(file: string): Promise<string[]> {
    const syntax = await session.ask("syntacticDiagnosticsSync", { file, includeLinePosition: true });
    if (syntax.length > 0)
      return syntax.map(({ code, start }: { code: number; start: number }) => `${code} at ${start}`);
    return (await session.errors(file)).map((line) => line.replace(/^2552/, "2304").replace(/^2551/, "2339"));
  }

  test("a program, character by character", { timeout: 300_000 }, async () => {
    session.open("main.ts", "");
    for (let i = 0; i < program.length; i++) {
      session.type("main.ts", i, program[i] as string);
      if (i % 7 === 0 || /[|>.(]/.test(program[i] as string)) await askAll("main.ts", i + 1);
      await session.diagnostics("main.ts");
    }
    expect(await session.errors("main.ts")).toEqual([]);
    const hover = await session.ask("quickinfo", session.at("main.ts", "const ~n ="));
    expect(hover.displayString).toBe("const n: number");
  });

  test("backwards, until nothing is left", { timeout: 300_000 }, async () => {
    for (let i = program.length - 1; i >= 0; i--) {
      session.type("main.ts", i, "", 1);
      if (i % 10 === 0) await askAll("main.ts", i);
    }
    expect(await session.errors("main.ts")).toEqual([]);
  });

  test("whatever is typed, the errors are those of a fresh file", { timeout: 300_000 }, async () => {
    const edit = fc.record({ at: fc.nat(1000), drop: fc.nat(4), add: fc.constantFrom(...pieces) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        session.open("typed.ts", program);
        for (const { at, drop, add } of edits) {
          const text = session.texts.get("typed.ts") as string;
          const place = Math.floor((at / 1001) * text.length);
          session.type("typed.ts", place, add, Math.min(drop, text.length - place));
          await askAll("typed.ts", place + add.length);
        }
        const typed = { text: session.texts.get("typed.ts") as string, errors: await errorsOf("typed.ts") };
        session.open("typed.ts", "");
        session.open("fresh.ts", typed.text);
        expect(typed.errors).toEqual(await errorsOf("fresh.ts"));
        session.open("fresh.ts", "");
      }),
      runs(4),
    );
  });
});

const pieces = [
  "|>",
  " |> add(1)",
  "|> f",
  "|",
  ">",
  "(",
  ")",
  "{",
  "}",
  "await ",
  ".",
  ", ",
  "=> ",
  "`",
  "/*",
  "\n",
  "as T ",
];
