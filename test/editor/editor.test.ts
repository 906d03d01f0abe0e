// What an editor gets from tsserver with the plugin of the packed package: real tsserver processes of both versions, one session per version. Nothing sleeps:
// every step waits for the answer to its request.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Project } from "../e2e/project.js";
import { type Edit, edited, newProject, Session, type Version, versions } from "./session.js";

const plugin = { name: "tincture/language-service", transform: "tincture/transformer", transformProgram: true };
const enabled = {
  plugins: [{ ...plugin, pipelineOperator: true }],
  lib: ["es2023"],
  jsx: "preserve",
  allowJs: true,
};

const library = `const split = (text: string, by: string) => text.split(by);
const map = <A, B>(list: readonly A[], f: (item: A) => B) => list.map(f);
const join = (list: readonly string[], by: "and" | "or", last?: number) => list.join(by);
`;
const film = `${library}
export const line = " alien , brazil "
  |> split(",") // the titles
  |> map(title => title.trim())
  |> join("and");
`;

/** The names of the parameters of what is called, with the one that is being written marked. */
function parametersOf(help: any): string {
  const { parameters } = help.items[help.selectedItemIndex];
  return parameters
    .map(({ name }: { name: string }, i: number) => (i === help.argumentIndex ? `[${name}]` : name))
    .join(" ");
}

describe.each(Object.keys(versions) as Version[])("TypeScript %s", (version) => {
  let project: Project;
  let session: Session;
  beforeAll(async () => {
    project = await newProject(version);
    project.configure(enabled, { include: ["*"] });
    session = new Session(version, project);
    session.open("film.ts", film);
  });
  afterAll(async () => {
    const complaints = session.complaints();
    expect(await session.close()).toBe(0);
    expect(complaints).toEqual([]);
  });

  /** Opens a text with `~` in it, and gives the place of that. */
  function openAt(file: string, marked: string) {
    session.open(file, marked.replace("~", ""));
    return session.place(file, marked.indexOf("~"));
  }

  test("no error of |>, and the types go through it", async () => {
    expect(await session.errors("film.ts")).toEqual([]);
    const shown = async (piece: string) => (await session.ask("quickinfo", session.at("film.ts", piece))).displayString;
    expect(await shown("li~ne")).toBe("const line: string");
    expect(await shown("|> sp~lit")).toBe("const split: (text: string, by: string) => string[]");
    expect(await shown("|> m~ap(")).toBe(
      "const map: <string, string>(list: readonly string[], f: (item: string) => string) => string[]",
    );
    expect(await shown("ti~tle =>")).toBe("(parameter) title: string");
  });

  test("type errors stand at their place", async () => {
    session.open(
      "wrong.ts",
      `${library}\nexport const a = 1 |> split(",") |> map(x => x.nope) |> join("xor");\n1 |> nobody;\n`,
    );
    expect(await session.errors("wrong.ts")).toEqual(["2345 1", "2339 nope", '2345 "xor"', "2304 nobody"]);
  });

  test("completion behind a dot, right after |>, and of a string that is an argument", async () => {
    const names = async (marked: string) => {
      const place = openAt("completion.ts", `${library}${marked}`);
      return (await session.ask("completionInfo", place)).entries.map((entry: any) => entry.name);
    };
    expect(await names("[1.5] |> map(n => n.toF~)")).toContain("toFixed");
    expect(await names('"a" |> ~')).toContain("split");
    expect(await names('"a" |> ~;\nconst b = 1;')).toContain("split");
    expect(await names('"a" |> sp~')).toContain("split");
    expect(await names('"a"\n  |> split(",")\n  |> ~\n')).toContain("join");
    expect(await names('["a"] |> join("~")')).toEqual(["and", "or"]);
  });

  test("signature help counts the piped value", async () => {
    const help = async (marked: string) => {
      const place = openAt(
        "help.ts",
        `${library}declare const o: { m(a: number, ...rest: string[]): void };
declare function over(a: number): void; declare function over(a: number, b: string, c: string): void;\n${marked}`,
      );
      return parametersOf(await session.ask("signatureHelp", place));
    };
    expect(await help('"a" |> split(~)')).toBe("text [by]");
    expect(await help('"a" |> split(","~)')).toBe("text [by]");
    expect(await help('["a"] |> join("and",~)')).toBe("list by [last]");
    expect(await help('["a"] |> join("and", ~)')).toBe("list by [last]");
    expect(await help('1 |> o.m("b", ~)')).toBe("a [rest]");
    expect(await help("1 |> over(~")).toBe("a [b] c");
    expect(await help('1 |> over("x", ~')).toBe("a b [c]");
    expect(await help('"a" |> split(",") |> map(t => split(~))')).toBe("[text] by");
    expect(await help("split(~)")).toBe("[text] by");
  });

  test("definition, references, rename", async () => {
    const definition = await session.ask("definition", session.at("film.ts", "|> ma~p("));
    expect(definition.map(({ start }: { start: object }) => start)).toEqual([{ line: 2, offset: 7 }]);
    const references = await session.ask("references", session.at("film.ts", "const sp~lit"));
    expect(references.refs.map(({ start }: { start: object }) => start)).toContainEqual({ line: 6, offset: 6 });
    const { locs } = await session.ask("rename", session.at("film.ts", "|> jo~in("));
    const spans = locs.find(({ file }: { file: string }) => file.endsWith("film.ts")).locs as Edit[];
    expect(
      edited(
        film,
        spans.map((span) => ({ ...span, newText: "glue" })),
      ),
    ).toBe(film.replaceAll(/\bjoin(?=\(| =)/g, (name, at) => (film[at - 1] === "." ? name : "glue")));
  });

  test("formatting leaves |> alone", async () => {
    const text =
      "declare const f: (a: number, b: number) => number;\nconst a=1|>f( 2 );\nconst b = 1\n    |> f(2) // two\n    |> f(3);\n";
    session.open("format.ts", text);
    const edits = await session.ask("format", { file: "format.ts", line: 1, offset: 1, endLine: 6, endOffset: 1 });
    expect(edited(text, edits)).toBe(
      "declare const f: (a: number, b: number) => number;\nconst a = 1 |> f(2);\nconst b = 1\n    |> f(2) // two\n    |> f(3);\n",
    );
    session.open("format.ts", "const a=1|>f( 2 );");
    const typed = await session.ask("formatonkey", { ...session.at("format.ts", ");~"), key: ";" });
    expect(edited("const a=1|>f( 2 );", typed)).toBe("const a = 1 |> f(2);");
  });

  test("everything else that editors ask all the time is answered", async () => {
    const place = session.at("film.ts", "|> map(ti~tle");
    const file = "film.ts";
    const whole = { file, start: 0, length: film.length };
    for (const [command, args] of [
      ["documentHighlights", { ...place, filesToSearch: [project.path(file)] }],
      ["navtree", { file }],
      ["getOutliningSpans", { file }],
      ["selectionRange", { file, locations: [place] }],
      ["encodedSemanticClassifications-full", { ...whole, format: "2020" }],
      ["provideInlayHints", whole],
      ["organizeImports", { scope: { type: "file", args: { file: project.path(file) } } }],
      ["prepareCallHierarchy", session.at(file, "|> ma~p(")],
      ["typeDefinition", place],
      ["implementation", place],
      ["suggestionDiagnosticsSync", { file }],
      ["getCodeFixes", { file, startLine: 6, startOffset: 6, endLine: 6, endOffset: 9, errorCodes: [2345] }],
      ["getApplicableRefactors", { file, startLine: 5, startOffset: 21, endLine: 8, endOffset: 17 }],
    ] as const)
      await expect(session.ask(command, args), command).resolves.toBeDefined();
  });

  test("mistakes in macros, while typing", async () => {
    const text =
      'import { genserver, call } from "tincture";\nexport const Room = genserver(() => ({ join: cal((user: string) => user) }));\n';
    session.open("room.ts", text);
    expect(await session.errors("room.ts")).toContain("70011 cal");
    session.type("room.ts", session.position("room.ts", "cal~((user"), "l");
    expect(await session.errors("room.ts")).toEqual([]);
    session.type("room.ts", session.position("room.ts", "join: ~call"), "", "call".length);
    expect(await session.errors("room.ts")).toContain("70009 (user: string) => user");
  });

  test(".tsx, and a file with other errors", async () => {
    session.open(
      "view.tsx",
      'declare const f: (a: number, b: string) => string;\nexport const v = <p title={1 |> f("b")}>{2 |> f("c")}</p>;\n',
    );
    const view = await session.ask("syntacticDiagnosticsSync", { file: "view.tsx" });
    expect(view).toEqual([]);
    const broken =
      "declare const f: (a: number) => number;\nconst a = 1 |> f(;\nconst b = 2 |> ;\nconst c: string = 3 |> f;\n";
    session.open("broken.ts", broken);
    const [first, second, ...rest] = await session.errors("broken.ts");
    expect([first, second]).toEqual(["1005 ;", "1109 ;"]);
    expect(rest).toContain("2322 c");
    expect(rest.filter((line) => line.startsWith("1109"))).toEqual([]);
  });

  test("in JavaScript it is refused, once", async () => {
    session.open("plain.js", "export const a = 1 |> String |> Number;\n2 |> String;\n");
    expect(await session.errors("plain.js")).toEqual(["70124 |>"]);
  });

  test("two megabytes", async () => {
    const filler = `// ${"-".repeat(117)}\n`.repeat(9_000);
    const text = `declare const f: (a: number, b: number) => string;\n${filler}export const a = 1 |> f(2);\n${filler}export const b = 2 |> f("3");\n`;
    expect(text.length).toBeGreaterThan(2 ** 21);
    session.open("big.ts", text);
    expect(await session.errors("big.ts")).toEqual(['2345 "3"']);
    session.type("big.ts", session.position("big.ts", 'f(~"3")'), "3", 3);
    expect(await session.errors("big.ts")).toEqual([]);
    session.open("big.ts", "");
  });
});

test.each(["--pluginProbeLocations", "--allowLocalPluginLoads"])(
  "a TypeScript that is linked finds the plugin by %s",
  async (flag) => {
    const project = await newProject("6.0");
    project.configure(enabled, { include: ["*"] });
    const flags = flag === "--pluginProbeLocations" ? [flag, project.folder] : [flag];
    const session = new Session("6.0", project, { isLinked: true, flags });
    session.open("main.ts", "export const s = 1 |> String;\n");
    expect(await session.errors("main.ts")).toEqual([]);
    expect(await session.close()).toBe(0);
  },
);
