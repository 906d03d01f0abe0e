// What an editor can be told to change: quick fixes of our mistakes, conversions of chains, macros written out.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Project } from "../e2e/project.js";
import { type Edit, edited, newProject, Session, type Version, versions } from "./session.js";

const plugin = { name: "tincture/language-service", transform: "tincture/transformer", transformProgram: true };

interface Change {
  readonly fileName: string;
  readonly textChanges: readonly Edit[];
}

describe.each(Object.keys(versions) as Version[])("TypeScript %s", (version) => {
  let project: Project;
  let session: Session;
  beforeAll(async () => {
    project = await newProject(version);
    project.configure({ plugins: [{ ...plugin, pipelineOperator: true }], lib: ["es2023", "dom"] });
    session = new Session(version, project);
  });
  afterAll(async () => {
    const complaints = session.complaints();
    expect(await session.close()).toBe(0);
    expect(complaints).toEqual([]);
  });

  /** All fixes of the mistakes with this number: description -> the text that comes of it. */
  async function fixesOf(file: string, text: string, code: number): Promise<Record<string, string>> {
    session.open(file, text);
    const found = (await session.diagnostics(file)).filter((each) => each.code === code);
    expect(found.length).toBeGreaterThan(0);
    const made: Record<string, string> = {};
    for (const { start, end } of found) {
      const range = { startLine: start.line, startOffset: start.offset, endLine: end.line, endOffset: end.offset };
      const fixes = await session.ask("getCodeFixes", { file, ...range, errorCodes: [code] });
      for (const { description, changes } of fixes as { description: string; changes: Change[] }[])
        for (const { fileName, textChanges } of changes) {
          const isOther = !fileName.endsWith(`/${file}`);
          made[description] = edited(isOther ? project.read(fileName.split("/").at(-1) as string) : text, textChanges);
        }
    }
    return made;
  }

  /** All refactorings at `~`: description -> the text that comes of it. */
  async function refactoringsOf(marked: string, file = "main.ts"): Promise<Record<string, string>> {
    const text = marked.replace("~", "");
    session.open(file, text);
    const { line, offset } = session.place(file, marked.indexOf("~"));
    const place = { file, startLine: line, startOffset: offset, endLine: line, endOffset: offset };
    const made: Record<string, string> = {};
    for (const { name, actions } of await session.ask("getApplicableRefactors", place)) {
      if (name !== "tincture") continue;
      for (const action of actions) {
        const { edits } = await session.ask("getEditsForRefactor", { ...place, refactor: name, action: action.name });
        made[action.description] = edited(text, edits[0].textChanges);
      }
    }
    return made;
  }

  test("the editor is told which mistakes have fixes", async () => {
    session.open("main.ts", "");
    const codes = await session.ask("getSupportedCodeFixes", { file: "main.ts" });
    expect(codes).toEqual(expect.arrayContaining(["70011", "70009", "70120", "70121", "70122", "2304"]));
  });

  test("a misspelt kind", async () => {
    const text = 'import { genserver } from "tincture";\nexport const R = genserver(() => ({ a: cal(() => 1) }));\n';
    expect(await fixesOf("main.ts", text, 70011)).toEqual({
      "Change to `call`":
        'import { genserver, call } from "tincture";\nexport const R = genserver(() => ({ a: call(() => 1) }));\n',
    });
  });

  test("a handler without a kind", async () => {
    const text =
      'import { call as ask, genserver } from "tincture";\nexport const R = genserver(() => ({ a: () => 1 }));\n';
    expect(await fixesOf("main.ts", text, 70009)).toEqual({
      "Make it a `ask`": text.replace("() => 1", "ask(() => 1)"),
      "Make it a `cast`": text.replace("genserver }", "genserver, cast }").replace("() => 1", "cast(() => 1)"),
    });
  });

  test("var in a block", async () => {
    const text =
      'import { call, genserver } from "tincture";\nexport const R = genserver(() => { var n = 0; return { a: call(() => n++) }; });\n';
    expect(await fixesOf("main.ts", text, 70005)).toEqual({ "Change to `let`": text.replace("var", "let") });
  });

  test("a call of another file's server that nobody waits for", async () => {
    session.open(
      "room.ts",
      'import { call, genserver } from "tincture";\nexport const Room = genserver(() => ({ ask: call(() => 1) }), { name: "Room" });\n',
    );
    const text = 'import { self } from "tincture";\nimport { Room } from "./room.js";\nRoom.ask();\nself();\n';
    expect(await fixesOf("main.ts", text, 70085)).toEqual({
      "Add `await`": text.replace("Room.ask", "await Room.ask"),
      "Add `void`: nobody waits on purpose": text.replace("Room.ask", "void Room.ask"),
    });
  });

  test("macros of the user's don't run while they are being written", async () => {
    session.open(
      "endless.macro.ts",
      'import { defmacro, quote } from "tincture/macro";\nexport const twice = defmacro((n: number) => { for (;;) {} return quote(() => 1); });\n',
    );
    session.open("main.ts", 'import { twice } from "./endless.macro.js";\nexport const n = twice(2);\n');
    expect((await session.diagnostics("main.ts")).filter(({ code }) => code >= 70000)).toEqual([]);
  });

  const f = "declare const f: any, a: any, T: any;\n";
  test.for([
    ["a == 1 |> f;", ["(a == 1) |> f;", "a == (1 |> f);"]],
    ["a |> f(1) > 2;", ["(a |> f(1)) > 2;"]],
    ["a |> f as any;", ["(a |> f) as any;"]],
    ["a as any |> f;", ["(a as any) |> f;"]],
    ["a |> f | 1;", ["(a |> f) | 1;"]],
  ] as const)("ambiguous neighbours: %s", async ([source, fixed]) => {
    const made = await fixesOf("main.ts", f + source, 70121);
    expect(Object.values(made)).toEqual(fixed.map((text) => f + text));
    for (const text of fixed) {
      session.open("main.ts", f + text);
      expect(await session.ask("syntacticDiagnosticsSync", { file: "main.ts" })).toEqual([]);
    }
  });

  test("a function written in place", async () => {
    const made = await fixesOf("main.ts", "export const n = 1 |> function (x: number) { return x; };\n", 70122);
    expect(Object.values(made)).toEqual(["export const n = 1 |> (function (x: number) { return x; });\n"]);
  });

  const chain = "declare const g: (a: number, b: number) => number, h: (a: number) => number;\n";
  const importPipe = 'import { pipe } from "tincture";\n';

  test("a chain of |>", async () => {
    expect(await refactoringsOf(`${chain}export const n = 1 + 1 |> g~(2) |> h |> (x => x * 2);\n`)).toEqual({
      "Convert to pipe(...)": `${importPipe}${chain}export const n = pipe(1 + 1, value => g(value, 2), h, x => x * 2);\n`,
      "Convert to nested calls": `${chain}export const n = (x => x * 2)(h(g(1 + 1, 2)));\n`,
    });
  });

  test("nested calls", async () => {
    expect(await refactoringsOf(`${chain}export const n = 2 * h(g(1 > 0 ? 1 : 2, ~3));\n`)).toEqual({
      "Convert to |>": `${chain}export const n = 2 * ((1 > 0 ? 1 : 2) |> g(3) |> h);\n`,
      "Convert to pipe(...)": `${importPipe}${chain}export const n = 2 * pipe(1 > 0 ? 1 : 2, value => g(value, 3), h);\n`,
    });
  });

  test("a pipe, which is a macro as well", async () => {
    const text = `import { pipe as flow } from "tincture";\n${chain}export const n = ~flow(1, h, x => g(x, 2), x => x + x);\n`;
    const made = await refactoringsOf(text);
    const plain = text.replace("~", "");
    expect(made).toEqual({
      "Convert to |>": plain.replace(/flow\(1.*\)/, "1 |> h |> g(2) |> (x => x + x)"),
      "Convert to nested calls": plain.replace(/flow\(1.*\)/, "(x => x + x)(g(h(1), 2))"),
      "Expand macro pipe": made["Expand macro pipe"],
    });
    expect(made["Expand macro pipe"]).toBe(
      plain.replace(/export const n.*\n/, "const x = g(h(1), 2);\nexport const n = x + x;\n"),
    );
  });

  test("what awaits can't become a pipe, and a comment is never lost", async () => {
    expect(Object.keys(await refactoringsOf(`${chain}export const n = 1 |> await h~ |> h;\n`))).toEqual([
      "Convert to nested calls",
    ]);
    expect(await refactoringsOf(`${chain}export const n = 1 |> h~ /* why */ |> h;\n`)).toEqual({});
    expect(await refactoringsOf(`${chain}export const n = h~(1);\n`)).toEqual({});
  });

  test("a macro is written out, with the import it needs; the rest of the file stays", async () => {
    const text = `import { dbg, send, type Pid } from "tincture";

// To whom?
export function tell(pid: Pid) {
  const   odd = 1; // untouched
  send(pid, ~dbg(odd));
}
`;
    expect((await refactoringsOf(text))["Expand macro dbg"]).toBe(`import { dbg, send, type Pid } from "tincture";
import * as rt from "tincture/abi";

// To whom?
export function tell(pid: Pid) {
  const   odd = 1; // untouched
  send(pid, rt.dbg(odd, "odd", "main.ts:6:13"));
}
`);
  });

  test("a server is written out", async () => {
    const text = `import { call, genserver } from "tincture";

export const Counter = ~genserver((from: number = 0) => {
  let n = from;
  return { next: call((by: number) => { n += by; return n; }) };
});
`;
    expect((await refactoringsOf(text))["Expand macro genserver"]).toBe(`import { call, genserver } from "tincture";
import * as rt from "tincture/abi";

interface CounterState {
  readonly from: number;
  n: number;
}

export const Counter = rt.genserver("Counter", {
  init(from: number = 0): CounterState {
    return { from, n: from };
  },
  handlers: { next: rt.call((state: CounterState, by: number) => {
    state.n += by;
    return state.n;
  }) }
});
`);
  });

  test("a macro that is used wrongly isn't written out", async () => {
    expect(Object.keys(await refactoringsOf('import { tap } from "tincture";\n~tap();\n'))).toEqual([]);
  });
});

describe.each(Object.keys(versions) as Version[])("several projects in one TypeScript %s", (version) => {
  test("with the operator, without it, and without the plugin", async () => {
    const project = await newProject(version);
    const configure = (folder: string, entry: object[]) => {
      project.configure(
        { plugins: entry, lib: ["es2023"] },
        { include: ["*", "../shared/*"] },
        `${folder}/tsconfig.json`,
      );
    };
    project.write("shared/both.ts", "export const b = 1 |> String;\n");
    configure("on", [{ ...plugin, pipelineOperator: true }]);
    configure("off", [plugin]);
    configure("stock", []);
    const session = new Session(version, project);
    const text = "export const n = 1 |> Number |> String;\nexport const s: string = n;\n2 |> String;\n";
    for (const folder of ["on", "off", "stock"]) session.open(`${folder}/main.ts`, text);
    const errors = async () => ({
      on: await session.errors("on/main.ts"),
      off: await session.errors("off/main.ts"),
      stock: (await session.errors("stock/main.ts")).filter((line) => !line.startsWith("2")),
    });
    const before = { on: [], off: ["70120 |>"], stock: ["1109 >", "1109 >", "1109 >"] };
    expect(await errors()).toEqual(before);

    // The same file in two projects of different minds.
    session.open("shared/both.ts", project.read("shared/both.ts"));
    for (const [folder, codes] of [
      ["on", []],
      ["off", [70120]],
    ] as const) {
      const found = await session.ask("syntacticDiagnosticsSync", {
        file: "shared/both.ts",
        projectFileName: project.path(`${folder}/tsconfig.json`),
      });
      expect(found.map(({ code }: { code: number }) => code)).toEqual(codes);
    }

    // Switched on by its quick fix: the edit of tsconfig.json is taken over while the server runs.
    const range = { startLine: 1, startOffset: 20, endLine: 1, endOffset: 22 };
    const fixes = await session.ask("getCodeFixes", { file: "off/main.ts", ...range, errorCodes: [70120] });
    expect(fixes.map(({ description }: { description: string }) => description)).toEqual([
      "Switch `|>` on in tsconfig.json",
      "Convert to pipe(...)",
      "Convert to nested calls",
    ]);
    const [{ fileName, textChanges }] = fixes[0].changes;
    expect(fileName).toBe(project.path("off/tsconfig.json"));
    project.write("off/tsconfig.json", edited(project.read("off/tsconfig.json"), textChanges));
    await session.ask("reloadProjects", {}).catch(() => undefined);
    expect(await errors()).toEqual({ ...before, off: [] });
    expect(session.complaints()).toEqual([]);
    expect(await session.close()).toBe(0);
  });
});
